# SARIF logs hold what the findings say, and their published schema accepts them.
# Reads the schema from the package that sarif_schema/ pins, where FIREHOSE_SSE_SARIF_MODULES says it was installed; needs
# Debian's python3-jsonschema.
# SPDX-License-Identifier: BSL-1.0
import json
import os
import pathlib
import unittest

from program import OPERATIONS, CheckerTest

MODULES = os.environ.get("FIREHOSE_SSE_SARIF_MODULES", "")
SCHEMA = pathlib.Path(MODULES) / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
BROKEN = pathlib.Path(__file__).resolve().parent.parent.parent / "docs/examples/check/broken"
START = ("--operation", "StartDeliveryStreamEncryption")


class Log(CheckerTest):
    def log(self, *arguments, stdin=b""):
        (run,) = json.loads(self.run_checker("--format", "sarif", *arguments, stdin=stdin).out)["runs"]
        return run

    def test_a_finding(self):
        self.put("a b#ä.json", '{\n"DeliveryStreamName": "ö n",\n"DeliveryStreamEncryptionConfigurationInput": [\n1]}')
        run = self.log(*START, "a b#ä.json")
        self.assertEqual(run["columnKind"], "unicodeCodePoints")
        rules = run["tool"]["driver"]["rules"]
        first, second = run["results"]
        self.assertEqual(rules[first["ruleIndex"]]["id"], "pattern")
        self.assertEqual(rules[second["ruleIndex"]]["id"], "wrong_kind")
        self.assertEqual(first["level"], "error")
        self.assertEqual(first["message"], {"text": "DeliveryStreamName must match [a-zA-Z0-9_.-]+"})
        (place,) = first["locations"]
        self.assertEqual(place["physicalLocation"]["artifactLocation"], {"uri": "a%20b%23%C3%A4.json"})
        self.assertEqual(
            place["physicalLocation"]["region"],
            {"startLine": 2, "startColumn": 23, "endLine": 2, "endColumn": 28, "byteOffset": 24, "byteLength": 6},
        )
        self.assertEqual(place["logicalLocations"], [{"fullyQualifiedName": "/DeliveryStreamName", "kind": "property"}])
        self.assertEqual(run["invocations"][0]["executionSuccessful"], True)

    def test_an_element_is_a_value(self):
        (result,) = self.log("--operation", "UntagDeliveryStream", stdin='{"DeliveryStreamName": "a", "TagKeys": [1]}')["results"]
        self.assertEqual(result["locations"][0]["logicalLocations"], [{"fullyQualifiedName": "/TagKeys/0", "kind": "value"}])

        (result,) = self.log("--operation", "ListDeliveryStreams", stdin='{"": 1}')["results"]
        self.assertEqual(result["locations"][0]["logicalLocations"], [{"fullyQualifiedName": "/", "kind": "property"}])

    def test_no_text_is_taken_for_a_placeholder_or_a_link(self):
        for name, told in (
            ("a{0}b", "a{{0}}b"),
            ("[x](http://h)", r"[x\](http://h)"),
            (r"[x\](http://h)", r"[x\](http://h)"),  # is no link already
            (r"[x\\](http://h)", r"[x\\\](http://h)"),
            ("[x] (y)", "[x] (y)"),
        ):
            (result,) = self.log("--operation", "ListDeliveryStreams", stdin=json.dumps({name: 1}))["results"]
            self.assertEqual(result["message"]["text"], f'"{told}" is no member that the model knows here')
        key = '{"KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": "x"}'
        text = f'{{"DeliveryStreamName": "a", "DeliveryStreamEncryptionConfigurationInput": {key}}}'
        (result,) = self.log(*START, stdin=text)["results"]
        self.assertIn(r"[a-zA-Z0-9\-]+:\d{{12}}:key/[a-zA-Z_0-9+=,.@\-_/]+", result["message"]["text"])
        for rule in self.log(*START, stdin="{}")["tool"]["driver"]["rules"]:
            for text in (rule["shortDescription"], rule["fullDescription"], rule["help"]):
                self.assertNotRegex(text["text"].replace("{{", "").replace("}}", ""), r"[{}]|\]\(")

    def test_names_of_files(self):
        self.put("colon:name.json", "[]")
        for name, uri in (("colon:name.json", "colon%3Aname.json"), (str(self.folder / "colon:name.json"), f"file://{self.folder}/colon%3Aname.json")):
            (result,) = self.log(*START, name)["results"]
            self.assertEqual(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], uri)

    def test_what_could_not_be_checked_and_what_was_left_out(self):
        self.put("a.json", '{"DeliveryStreamName": ""}')
        (invocation,) = self.log(*START, "--max-findings", "1", "none.json", "a.json")["invocations"]
        self.assertEqual(invocation["executionSuccessful"], False)
        told = [(each["level"], each["message"]["text"]) for each in invocation["toolExecutionNotifications"]]
        self.assertEqual(told, [("error", "Could not be checked: No such file or directory."), ("note", "And 1 finding more.")])

    def test_the_rules_are_those_that_can_be_explained(self):
        listed = [line.split()[0] for line in self.run_checker("explain").out.splitlines()]
        self.assertEqual([rule["id"] for rule in self.log(*START, stdin="{}")["tool"]["driver"]["rules"]], listed)


@unittest.skipUnless(MODULES, "FIREHOSE_SSE_SARIF_MODULES does not say where the schema is")
class Schema(CheckerTest):
    def setUp(self):
        super().setUp()
        import jsonschema

        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        self.validator = jsonschema.validators.validator_for(schema)(schema)

    def wrong(self, log):
        return [f"{'/'.join(map(str, each.absolute_path))}: {each.message}"[:300] for each in self.validator.iter_errors(log)]

    def test_accepts_every_log(self):
        self.put("empty.json", "")
        self.put("junk.json", bytes(range(256)))
        files = sorted(str(path) for path in BROKEN.iterdir())
        self.assertEqual(len(files), 10)
        for operation in OPERATIONS:
            for extra in ((), ("--max-findings", "1"), ("--response",)):
                ran = self.run_checker("--format", "sarif", "--operation", operation, *extra, *files, "empty.json", "junk.json", "none.json")
                self.assertEqual(self.wrong(json.loads(ran.out)), [], f"{operation} {extra}")

    def test_is_able_to_refuse(self):
        self.put("a.json", "[]")
        log = json.loads(self.run_checker("--format", "sarif", *START, "a.json").out)
        log["runs"][0]["results"][0]["level"] = "fatal"
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
        self.assertEqual(len(self.wrong(log)), 2)
