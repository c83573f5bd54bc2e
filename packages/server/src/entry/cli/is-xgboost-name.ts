/** Whether XGBoost's container takes a file of this name, which lies at the top of an archive, for its model. */
export function isXgboostName(name: string): boolean {
  return name.includes('xgboost-model') && !name.includes('/');
}
