# A stage for the policies of the gateway: one client, and a gateway of its own for each value of an option.
# Raw HTTP does what leads to a look; the look itself goes through the client, so that it proves what its user sees.
# SPDX-License-Identifier: BSL-1.0
from harness import Failed, Refused, check, equal
from raw_http import call, check_error, succeed
from stage import ACCOUNT, REGION, S3, Stage

TARGET = "target"
OF_TARGET = {"DeliveryStreamName": TARGET}
START = "StartDeliveryStreamEncryption"
STOP = "StopDeliveryStreamEncryption"
BLOCK = "DeliveryStreamEncryptionConfigurationInput"
IN_USE = f"ResourceInUseException: Firehose {TARGET} under accountId {ACCOUNT}"
NOT_FOUND = f"ResourceNotFoundException: Firehose {TARGET} under account {ACCOUNT} not found."
CHANGING = f"{IN_USE} is changing its encryption."
TAKEN = "taken"
SERIALIZATION = "SerializationException"
# What the clients make of an error without a message.
NO_MESSAGE = ("", "UnknownError")
SLOW_WORK = ("--work-ms", "60000")
NO_WORK = ("--work-ms", "0")

POLICIES = {}


def key_arn(word):
    return f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{word}"


class Policy:
    def __init__(self, option, shows, play, cli, alike, options):
        self.option = option
        self.shows = shows
        self.cli = cli
        self.alike = alike
        self._play = play
        self._options = options

    def looks(self, client):
        """The values that this client plays, each with the labels of the looks it takes; None: all of them."""
        if client != "cli":
            return dict.fromkeys(self.shows)
        return {} if isinstance(self.cli, str) else self.cli

    def expected(self, client, value, labels=None):
        shown = {label: text for label, text in self.shows[value].items() if labels is None or label in labels}
        return {label: text[client] if isinstance(text, dict) else text for label, text in shown.items()}

    def play(self, client, gateways, value, labels):
        given = () if value == "" else (self.option, value)
        with gateways.lent(*self._options, *given) as gateway:
            stage = PolicyStage(client, gateway, labels)
            self._play(stage)
            expected = self.expected(client.name, value, labels)
            equal(sorted(stage.shown), sorted(expected), "the looks taken")
            for label, text in expected.items():
                equal(stage.shown[label], text, label)


def policy(option, shows, *, cli, alike=(), options=SLOW_WORK):
    """Registers how an option is looked at.

    `shows`: by value, what each look shows; the value "" leaves the option out. A dict in place of a text: by client.
    `cli`: the values that the CLI plays, each with the labels of the looks it takes, or the reason why it plays none.
    It is a process a call, so one value has to do: one that looks different from the default.
    `alike`: clients to which all values look the same, which is what they then prove.
    """

    def register(play):
        POLICIES[option] = Policy(option, shows, play, cli, alike, options)
        return play

    return register


class PolicyStage(Stage):
    def __init__(self, client, gateway, labels):
        super().__init__(client, gateway, "policy")
        self.shown = {}
        self._labels = labels

    def prepare(self, operation, **parameters):
        """What the look needs but is not about."""
        return succeed(self.gateway.port, operation, parameters)

    def prepare_refused(self, kind, operation, **parameters):
        check_error(call(self.gateway.port, operation, parameters), kind)

    def make(self, name=TARGET, **parameters):
        parameters.setdefault("ExtendedS3DestinationConfiguration", S3)
        self.prepare("CreateDeliveryStream", DeliveryStreamName=name, **parameters)

    def make_active(self, name=TARGET, **parameters):
        self.make(name, **parameters)
        self.work()

    def prepare_start(self, configuration=None):
        more = {} if configuration is None else {BLOCK: configuration}
        self.prepare(START, **OF_TARGET, **more)

    def error_of(self, operation, **parameters):
        """The error of a call that must fail."""
        try:
            self.call(operation, **parameters)
        except Refused as error:
            return error
        raise Failed(f"{operation} succeeded")

    def send(self, operation, body):
        """A body made by hand, signed and sent by the client, and its answer read by it."""
        return self.client.call(self.gateway.endpoint, operation, {}, body=body)

    def look(self, label, run):
        """Notes what the client shows: an error's type and message, or what `run` returns, an output being "taken"."""
        if self._labels is not None and label not in self._labels:
            return
        try:
            shown = run()
        except Refused as error:
            if error.status is not None:
                expected = 503 if error.kind == "ServiceUnavailableException" else 400
                equal(error.status, expected, f"the HTTP status of {error.kind}")
            shown = error.kind if error.message in NO_MESSAGE else f"{error.kind}: {error.message}"
        check(label not in self.shown, f"{label}: looked at twice")
        self.shown[label] = TAKEN if isinstance(shown, dict) else shown
