"""ModelQualityMonitor of version 2 of the sagemaker Python SDK, unchanged: python model-quality.py DIAMONDS."""
import datetime
import json
import pathlib
import sys
import tempfile
import time

import boto3
from sagemaker import Session
from sagemaker.deserializers import CSVDeserializer
from sagemaker.model import Model
from sagemaker.model_monitor import CronExpressionGenerator, DataCaptureConfig, EndpointInput, ModelQualityMonitor
from sagemaker.model_monitor.dataset_format import DatasetFormat
from sagemaker.predictor import Predictor
from sagemaker.s3 import S3Uploader
from sagemaker.serializers import CSVSerializer

here = pathlib.Path(sys.argv[1])
bucket = "model-quality"
boto3.client("s3").create_bucket(Bucket=bucket)
sagemaker = boto3.client("sagemaker")
session = Session(default_bucket=bucket)
archive = session.upload_data(str(here / "xgboost/model.tar.gz"), key_prefix="models")
model = Model(model_data=archive, name="judged", predictor_cls=Predictor, role="catenary", sagemaker_session=session,
              image_uri="sagemaker-xgboost:3.2-0")
predictor = model.deploy(
    1, "ml.m5.large", endpoint_name="judged", wait=False, serializer=CSVSerializer(), deserializer=CSVDeserializer(),
    data_capture_config=DataCaptureConfig(
        enable_capture=True, sampling_percentage=100, destination_s3_uri=f"s3://{bucket}/captured", sagemaker_session=session))
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="judged", WaiterConfig={"Delay": 1})


def suggest(columns, rows, **attributes):
    path = pathlib.Path(tempfile.mkdtemp()) / "baseline.csv"
    path.write_text("\n".join([columns, *rows]) + "\n")
    monitor = ModelQualityMonitor(role="catenary", sagemaker_session=session)
    monitor.suggest_baseline(baseline_dataset=str(path), dataset_format=DatasetFormat.csv(header=True), wait=True, **attributes)
    return monitor


# Every label is wrong by 1 or by 3, by turns.
monitor = suggest("prediction,label", [f"{n},{n + 1 + 2 * (n % 2)}" for n in range(200)],
                  problem_type="Regression", inference_attribute="prediction", ground_truth_attribute="label")
metrics = monitor.baseline_statistics().body_dict["regression_metrics"]
# What waits for a job leaves a line of points behind.
print("\nbaseline:", metrics["mae"]["value"], metrics["mse"]["value"], metrics["mae"]["standard_deviation"] != "NaN")
print("suggested:", monitor.suggested_constraints().body_dict["regression_constraints"]["mae"])

# 0.9 and 0.6 are of class 1, of 0.4 and 0.2 one is: from 0.5 on, two of three are found, and nothing else is.
classes = suggest("probability,label", ["0.9,1", "0.6,1", "0.4,0", "0.2,1"], problem_type="BinaryClassification",
                  probability_attribute="probability", ground_truth_attribute="label")
found = classes.baseline_statistics().body_dict["binary_classification_metrics"]
print("\nclasses:", found["confusion_matrix"], found["precision"]["value"], round(found["recall"]["value"], 4))

predictions = {}
for n in range(30):
    row = ",".join(map(str, [float(n)] + [0.5] * 25))
    predictions[f"request-{n}"] = float(predictor.predict(row, inference_id=f"request-{n}")[0][0])
# The last five have no ground truth yet, and one label is of no request. Every prediction is too low by 2.
labels = [(key, value + 2) for key, value in list(predictions.items())[:25]] + [("elsewhere", 1.0)]
lines = [{"groundTruthData": {"data": str(value), "encoding": "CSV"}, "eventMetadata": {"eventId": key}, "eventVersion": "0"}
         for key, value in labels]
hour = datetime.datetime.now(datetime.timezone.utc).strftime("%Y/%m/%d/%H")
truth = f"s3://{bucket}/truth"
S3Uploader.upload_string_as_file_body("\n".join(map(json.dumps, lines)), f"{truth}/{hour}/labels.jsonl", sagemaker_session=session)


def once(schedule, **change):
    monitor.create_monitoring_schedule(**{**dict(
        endpoint_input=EndpointInput("judged", "/opt/ml/processing/input/endpoint", inference_attribute="0"),
        monitor_schedule_name=schedule, ground_truth_input=truth, problem_type="Regression", constraints=monitor.suggested_constraints(),
        schedule_cron_expression=CronExpressionGenerator.now(), data_analysis_start_time="-PT1H", data_analysis_end_time="-PT0H"), **change})
    for _ in range(120):
        executions = monitor.list_executions()
        last = executions[-1].describe() if executions else {"ProcessingJobStatus": "none"}
        # The merge is Completed a moment before the analysis is there.
        is_merge = last.get("ProcessingJobName", "").startswith("groundtruth-merge")
        if last["ProcessingJobStatus"] == "Failed" or (last["ProcessingJobStatus"] == "Completed" and not is_merge):
            return last
        time.sleep(0.5)
    raise SystemExit("no execution")


done = once("judged")
print("ended:", done.get("ExitMessage"), done.get("FailureReason"))
jobs = [execution.describe() for execution in monitor.list_executions()]
print("jobs:", [job["ProcessingJobName"].rsplit("-", 2)[0] for job in jobs], len({job["ProcessingJobName"][-37:] for job in jobs}),
      [job["AppSpecification"]["ImageUri"].rsplit("-", 1)[1] for job in jobs])
listed = sagemaker.list_monitoring_executions(MonitoringScheduleName="judged", SortBy="ScheduledTime")["MonitoringExecutionSummaries"]
newest = sagemaker.describe_monitoring_schedule(MonitoringScheduleName="judged")["LastMonitoringExecutionSummary"]
print("executions:", [(each["MonitoringExecutionStatus"], each["ProcessingJobArn"].split("/")[1].rsplit("-", 2)[0]) for each in listed],
      newest["ProcessingJobArn"] == listed[0]["ProcessingJobArn"])
print("merge:", jobs[0]["ExitMessage"])
merged = boto3.client("s3").list_objects_v2(Bucket=bucket, Prefix=jobs[0]["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3Uri"]
                                            .removeprefix(f"s3://{bucket}/") + "/judged/AllTraffic/")["Contents"]
rows = [json.loads(line) for each in merged for line in boto3.client("s3").get_object(Bucket=bucket, Key=each["Key"])["Body"].iter_lines()]
print("joined:", len(rows), all(float(each["groundTruthData"]["data"]) == predictions[each["eventMetadata"]["inferenceId"]] + 2 for each in rows),
      sorted(rows[0]["captureData"]))
statistics = monitor.latest_monitoring_statistics().body_dict
print("measured:", statistics["dataset"]["item_count"], round(statistics["regression_metrics"]["mae"]["value"], 9))
print("violated:", sorted(each["metric_name"] for each in monitor.latest_monitoring_constraint_violations().body_dict["violations"]))
folder = done["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3Uri"]
report = boto3.client("s3").get_object(Bucket=bucket, Key=folder.removeprefix(f"s3://{bucket}/") + "/catenary_report.json")
print("merged:", json.loads(report["Body"].read())["merge"])
metrics = boto3.client("cloudwatch").list_metrics(Namespace="aws/sagemaker/Endpoints/model-metrics")["Metrics"]
print("metrics:", sorted({each["MetricName"] for each in metrics}), [each["Name"] for each in metrics[0]["Dimensions"]])
described = monitor.describe_schedule()
print("described:", described["MonitoringType"], described["EndpointName"])
definition = sagemaker.describe_model_quality_job_definition(JobDefinitionName=described["MonitoringScheduleConfig"]["MonitoringJobDefinitionName"])
print("definition:", definition["ModelQualityAppSpecification"]["ProblemType"], definition["ModelQualityJobInput"]["GroundTruthS3Input"])
monitor.delete_monitoring_schedule()
print("nothing:", once("nothing", ground_truth_input=f"s3://{bucket}/elsewhere")["FailureReason"])
monitor.delete_monitoring_schedule()
try:
    once("refused", problem_type="Ranking")
except sagemaker.exceptions.ClientError as error:
    print("refused:", error.response["Error"]["Message"])
print("left:", sagemaker.list_monitoring_schedules()["MonitoringScheduleSummaries"],
      sagemaker.list_model_quality_job_definitions()["JobDefinitionSummaries"])
