# boto3 as a client: modelled errors must arrive as classes of its own, `client.exceptions.X`.
# SPDX-License-Identifier: BSL-1.0
import datetime
import os

from harness import MODELLED_ERRORS, Failed, Refused, check
from raw_http import is_uuid

# Errors that the oldest boto3 the tests run with does not have a class for.
YOUNG_ERRORS = {"InvalidSourceException"}


class Client:
    name = "boto3"
    slack = 2

    def __init__(self):
        # Nothing of the caller's own set-up may leak in.
        os.environ.update(
            AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_EC2_METADATA_DISABLED="true"
        )
        for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CA_BUNDLE"):
            os.environ.pop(name, None)
        try:
            import boto3
            import botocore.config
            import botocore.exceptions
        except ImportError as error:
            raise Failed(f"{error}: use the Python that boto3 is installed for (Debian: python3-boto3)") from None
        self._session = boto3.Session(
            aws_access_key_id="made-up", aws_secret_access_key="made-up", region_name="us-east-1"
        )
        self._config = botocore.config.Config
        self._error = botocore.exceptions.ClientError
        self._clients = {}

    def _client(self, endpoint, attempts, checks):
        wanted = (endpoint, attempts, checks)
        if wanted not in self._clients:
            config = self._config(
                retries={"mode": "standard", "total_max_attempts": attempts},
                connect_timeout=20,
                read_timeout=60,
                proxies={},
                parameter_validation=checks,
            )
            self._clients[wanted] = self._session.client("firehose", endpoint_url=endpoint, config=config)
        return self._clients[wanted]

    def call(self, endpoint, operation, parameters, attempts=1, body=None):
        """`body`: bytes to sign and send in place of what boto3 would write."""
        client = self._client(endpoint, attempts, body is None)
        if body is None:
            return self._call(client, operation, parameters)

        def replace(params, **_):
            params["body"] = body

        client.meta.events.register("before-call.firehose", replace)
        try:
            return self._call(client, operation, parameters)
        finally:
            client.meta.events.unregister("before-call.firehose", replace)

    def _call(self, client, operation, parameters):
        method = {wire: name for name, wire in client.meta.method_to_api_mapping.items()}[operation]
        try:
            output = getattr(client, method)(**parameters)
        except self._error as error:
            raise self._refused(client, error) from None
        answer = output.pop("ResponseMetadata")
        check(is_uuid(answer.get("RequestId")), f"boto3 shows the request id {answer.get('RequestId')!r}, no UUID")
        return _with_epochs(output)

    def _refused(self, client, error):
        kind = error.response["Error"]["Code"]
        if kind in MODELLED_ERRORS and not (kind in YOUNG_ERRORS and kind not in dir(client.exceptions)):
            check(
                type(error) is getattr(client.exceptions, kind),
                f"boto3 raised {type(error).__name__}, expected client.exceptions.{kind}",
            )
        answer = error.response["ResponseMetadata"]
        check(is_uuid(answer.get("RequestId")), f"boto3 shows the request id {answer.get('RequestId')!r}, no UUID")
        header = answer["HTTPHeaders"].get("x-amzn-errortype")
        return Refused(kind, error.response["Error"]["Message"], answer["HTTPStatusCode"], error.response, header)

    def close(self):
        for client in self._clients.values():
            client.close()


def _with_epochs(output):
    description = output.get("DeliveryStreamDescription", {})
    for name in ("CreateTimestamp", "LastUpdateTimestamp"):
        if name in description:
            check(isinstance(description[name], datetime.datetime), f"boto3 shows {name} as {description[name]!r}")
            description[name] = description[name].timestamp()
    return output
