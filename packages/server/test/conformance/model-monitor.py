"""Model Monitor of version 2 of the sagemaker Python SDK, unchanged: python model-monitor.py DIAMONDS."""
import json
import pathlib
import sys
import tempfile
import time

import boto3
from sagemaker import Session
from sagemaker.deserializers import CSVDeserializer
from sagemaker.model import Model
from sagemaker.model_monitor import CronExpressionGenerator, DataCaptureConfig, DefaultModelMonitor
from sagemaker.model_monitor.dataset_format import DatasetFormat
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer

here = pathlib.Path(sys.argv[1])
bucket = "model-monitor"
boto3.client("s3").create_bucket(Bucket=bucket)
sagemaker = boto3.client("sagemaker")
session = Session(default_bucket=bucket)
archive = session.upload_data(str(here / "xgboost/model.tar.gz"), key_prefix="models")
model = Model(model_data=archive, name="watched", predictor_cls=Predictor, role="catenary", sagemaker_session=session,
              image_uri="sagemaker-xgboost:3.2-0")
predictor = model.deploy(
    1, "ml.m5.large", endpoint_name="watched", wait=False, serializer=CSVSerializer(), deserializer=CSVDeserializer(),
    data_capture_config=DataCaptureConfig(
        enable_capture=True, sampling_percentage=100, destination_s3_uri=f"s3://{bucket}/captured", sagemaker_session=session))
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="watched", WaiterConfig={"Delay": 1})

# The prediction, and then 26 features: the first is 0, 1 ... 199, all others 0.5.
rows = [[float(n)] + [0.5] * 25 for n in range(200)]
predictions = [predictor.predict(",".join(map(str, row)))[0][0] for row in rows]
baseline = pathlib.Path(tempfile.mkdtemp()) / "baseline.csv"
names = ["price"] + [f"f{n}" for n in range(26)]
lines = [",".join([prediction, *map(str, row)]) for prediction, row in zip(predictions, rows)]
baseline.write_text("\n".join([",".join(names), *lines]) + "\n")

monitor = DefaultModelMonitor(role="catenary", sagemaker_session=session)
monitor.suggest_baseline(baseline_dataset=str(baseline), dataset_format=DatasetFormat.csv(header=True), wait=True)
statistics = monitor.baseline_statistics().body_dict
print("rows:", statistics["dataset"]["item_count"], len(statistics["features"]))
numbers = statistics["features"][1]["numerical_statistics"]
print("f0:", numbers["mean"], numbers["min"], numbers["max"], [each["count"] for each in numbers["distribution"]["kll"]["buckets"]])
constraints = monitor.suggested_constraints()
print("f0 may be:", constraints.body_dict["features"][1]["inferred_type"], constraints.body_dict["features"][1]["num_constraints"])

def executions(count):
    for _ in range(120):
        listed = monitor.list_executions()
        if len(listed) == count and listed[-1].describe()["ProcessingJobStatus"] in ("Completed", "Failed"):
            return listed
        time.sleep(0.5)
    raise SystemExit("no execution")

def once(schedule):
    monitor.create_monitoring_schedule(
        endpoint_input="watched", monitor_schedule_name=schedule, statistics=monitor.baseline_statistics(), constraints=constraints,
        schedule_cron_expression=CronExpressionGenerator.now(), data_analysis_start_time="-PT1H", data_analysis_end_time="-PT0H")
    last = executions(1)[-1]
    print(schedule + ":", last.describe()["ExitMessage"])
    return monitor.latest_monitoring_constraint_violations().body_dict["violations"]

print("same:", once("same"))
monitor.delete_monitoring_schedule()
# 800 requests more, of which the first feature is what none was before: of 1000, 200 are below 200.
for n in range(800):
    predictor.predict(",".join(map(str, [300.0 + n] + [0.5] * 25)))

shifted = [each for each in once("shifted") if each["feature_name"] == "f0"]
print("f0:", json.dumps(shifted))
described = monitor.describe_schedule()
print("described:", described["MonitoringScheduleStatus"], described["EndpointName"], described["LastMonitoringExecutionSummary"]["MonitoringExecutionStatus"])
metrics = boto3.client("cloudwatch").list_metrics(Namespace="aws/sagemaker/Endpoints/data-metrics")["Metrics"]
print("metrics:", sorted({each["MetricName"] for each in metrics if each["MetricName"].endswith("_f0")}))
print("dimensions:", metrics[0]["Dimensions"][0]["Name"], metrics[0]["Dimensions"][1]["Name"])
monitor.delete_monitoring_schedule()

monitor.create_monitoring_schedule(endpoint_input="watched", monitor_schedule_name="hourly", statistics=monitor.baseline_statistics(),
                                   constraints=constraints, schedule_cron_expression=CronExpressionGenerator.hourly())
monitor.stop_monitoring_schedule()
print("stopped:", monitor.describe_schedule()["MonitoringScheduleStatus"])
monitor.start_monitoring_schedule()
monitor.update_monitoring_schedule(schedule_cron_expression=CronExpressionGenerator.daily(hour=5))
print("updated:", monitor.describe_schedule()["MonitoringScheduleConfig"]["ScheduleConfig"]["ScheduleExpression"], monitor.list_executions())
monitor.delete_monitoring_schedule()
print("left:", sagemaker.list_monitoring_schedules()["MonitoringScheduleSummaries"],
      [each["MonitoringJobDefinitionName"] for each in sagemaker.list_data_quality_job_definitions()["JobDefinitionSummaries"]])
