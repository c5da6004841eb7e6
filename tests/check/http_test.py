# Raw HTTP messages: the head is judged too, and places are those of the file.
# SPDX-License-Identifier: BSL-1.0
from program import CheckerTest

GOOD = '{"DeliveryStreamName": "orders", "Record": {"Data": "aGVsbG8="}}'
TARGET = "X-Amz-Target: Firehose_20150804.PutRecord"
TYPE = "Content-Type: application/x-amz-json-1.1"


def message(*fields, first="POST / HTTP/1.1", body=GOOD, end="\r\n"):
    return end.join([first, *fields, "", ""]) + body


class Heads(CheckerTest):
    def rules_of(self, text, *arguments):
        return self.rules(text, *arguments, operation=None)

    def one(self, text, *arguments):
        """The message of the only finding."""
        (found,) = self.findings(text, *arguments, operation=None)["findings"]
        return found["rule"], found["message"]

    def test_the_operation_is_found(self):
        for end in ("\r\n", "\n"):
            found = self.findings(message(TARGET, TYPE, f"Content-Length: {len(GOOD)}", end=end), operation=None)
            self.assertEqual((found["operation"], found["findings"]), ("PutRecord", []))

    def test_places_are_those_of_the_file(self):
        body = '{"DeliveryStreamName": "orders",\n "Record": {"Data": "*"}}'
        for end, offset in (("\r\n", 2), ("\n", 1)):
            (found,) = self.findings(message(TARGET, TYPE, body=body, end=end), operation=None)["findings"]
            self.assertEqual((found["rule"], found["line"], found["column"]), ("bad_base64", 6, 21))
            self.assertEqual(found["offset"], len("POST / HTTP/1.1") + len(TARGET) + len(TYPE) + 4 * offset + body.index('"*"'))

    def test_everything_that_is_wrong_is_told(self):
        text = message("x-amz-target: Firehose_20150804.Putrecord", "content-type: text/plain", first="GET /x?y HTTP/1.1", body="{}")
        self.assertEqual(self.rules_of(text), [("http_method", 1, 1), ("http_path", 1, 5), ("http_target", 2, 15), ("http_content_type", 3, 15)])

    def test_targets(self):
        for value, expected in (
            ("Firehose_20150804.Putrecord", "X-Amz-Target names no operation; did you mean PutRecord? Upper and lower case matter"),
            ("Firehose_20150804.PutRecords", "X-Amz-Target names no operation; did you mean PutRecord?"),
            ("Firehose_20150804.Xyz", "X-Amz-Target names no operation"),
            ("PutRecord", "X-Amz-Target does not have the form Firehose_20150804.OPERATION"),
            ("DynamoDB_20120810.PutItem", "X-Amz-Target does not have the form Firehose_20150804.OPERATION"),
            ("", "X-Amz-Target does not have the form Firehose_20150804.OPERATION"),
        ):
            text = message(f"X-Amz-Target: {value}", TYPE, body="not read")
            self.assertEqual(self.one(text), ("http_target", expected))
        self.assertEqual(self.one(message(TYPE)), ("http_target", "X-Amz-Target is missing, Firehose_20150804.OPERATION is wanted"))
        self.assertEqual(self.one(message(TARGET, TYPE, TARGET)), ("http_target", "X-Amz-Target is given twice"))
        ran = self.run_checker(stdin=message(TYPE))
        self.assertIn("1 error in <stdin>; without an operation, its body was not checked\n", ran.out)

    def test_an_operation_that_is_not_typed(self):
        found = self.findings(message("X-Amz-Target: Firehose_20150804.UpdateDestination", TYPE), operation=None)
        self.assertEqual(found["failure"], "UpdateDestination is an operation that this version does not know the members of")

    def test_the_operation_given_and_the_one_named(self):
        self.assertEqual(self.rules_of(message(TARGET, TYPE), "--operation", "put-record"), [])
        found = self.findings(message(TARGET, TYPE), operation="StopDeliveryStreamEncryption")
        self.assertEqual(found["operation"], "StopDeliveryStreamEncryption")
        self.assertEqual([each["message"] for each in found["findings"]],
                         ["X-Amz-Target names PutRecord, not StopDeliveryStreamEncryption", "Record is no member that the model knows here"])  # fmt: skip
        self.assertEqual(self.rules_of(message(TYPE, body="{}"), "--operation", "PutRecord")[0], ("http_target", 1, 1))

    def test_content_types(self):
        for value in ("application/x-amz-json-1.1", "APPLICATION/X-AMZ-JSON-1.1 ; charset=utf-8"):
            self.assertEqual(self.rules_of(message(TARGET, f"Content-Type: {value}")), [])
        for value in ("application/json", "application/x-amz-json-1.0", ""):
            self.assertEqual(self.one(message(TARGET, f"Content-Type:{value}"))[1], "Content-Type is not application/x-amz-json-1.1")
        self.assertEqual(self.one(message(TARGET))[1], "Content-Type is missing, application/x-amz-json-1.1 is wanted")
        self.assertEqual(self.one(message(TARGET, TYPE, TYPE, TYPE))[1], "Content-Type is given 3 times")
        self.assertEqual(self.rules_of(message(TARGET, TYPE, TYPE))[0], ("http_content_type", 4, 15))

    def test_content_lengths(self):
        def length(value, body=GOOD):
            return message(TARGET, TYPE, f"Content-Length: {value}", body=body)

        size = len(GOOD)
        for text in (length(size), length(size, GOOD + "\n"), length(size, GOOD + "\r\n"), message(TARGET, TYPE)):
            self.assertEqual(self.rules_of(text), [])
        self.assertEqual(self.one(length(1))[1], f"Content-Length says 1 byte, but the body has {size}")
        self.assertEqual(self.one(length(size + 1))[1], f"Content-Length says {size + 1} bytes, but the body has {size}")
        self.assertEqual(self.one(length(size, GOOD + "\n\n"))[1], f"Content-Length says {size} bytes, but the body has {size + 2}")
        for value in ("-1", "1e2", "0x10", "", "99999999999999999999", f"{size}, {size}"):
            self.assertEqual(self.one(length(value))[1], "Content-Length is not a number of bytes")
        twice = message(TARGET, TYPE, f"Content-Length: {size}", f"content-length: {size}")
        self.assertEqual(self.one(twice)[1], "Content-Length is given twice")

    def test_bodies_that_are_too_large(self):
        stop = "X-Amz-Target: Firehose_20150804.StopDeliveryStreamEncryption"
        text = message(stop, TYPE, body='{"DeliveryStreamName": "orders"}' + " " * 70_000)
        self.assertEqual(self.one(text), ("http_body_size", "the body has 70032 bytes, at most 65536 allowed for StopDeliveryStreamEncryption"))
        declared = message(stop, TYPE, "Content-Length: 70000", body='{"DeliveryStreamName": "orders"}')
        self.assertEqual([rule for rule, _, _ in self.rules_of(declared)], ["http_content_length", "http_body_size"])

    def test_an_operation_that_is_not_known_is_a_failure_where_no_finding_says_so(self):
        for text in (message("X-Amz-Target: Firehose_20150804.Xyz", TYPE), message(TYPE), message(TARGET, TARGET, TYPE)):
            found = self.findings(text, "--off", "http_target", operation=None)
            self.assertEqual((found["failure"], found["findings"]), ("its operation is not known; say it with --operation", []))
            self.assertEqual(self.rules(text, "--off", "http_target", operation="PutRecord"), [])
        self.assertEqual(self.rules_of(message(TARGET, TYPE), "--off", "http_target"), [])

    def test_rules_switched_off(self):
        text = message(TARGET, "Content-Type: text/plain", first="GET / HTTP/1.1")
        self.assertEqual(self.rules_of(text, "--off", "http_method", "--off", "http_content_type"), [])

    def test_bodies_that_are_not_there_as_they_are(self):
        for field in ("Transfer-Encoding: chunked", "Content-Encoding: gzip"):
            found = self.findings(message(TARGET, TYPE, field, body="5\r\n{}\r\n"), operation=None)
            name = field.split(":", 1)[0]
            self.assertEqual(found["failure"], f"{name} is not read here: save the message with its body decoded")
            for before in (f"{name}: identity", f"{name}:"):
                found = self.findings(message(TARGET, TYPE, before, field.lower(), body="5\r\n{}\r\n"), operation=None)
                self.assertEqual(found["failure"], f"{name} is not read here: save the message with its body decoded")
            answer = f"HTTP/1.1 200 OK\r\n{name}: identity\r\n{field}\r\n\r\n" + '{"RecordId": "a"}'
            self.assertIn(f"{name} is not read here", self.findings(answer, "--response", operation="PutRecord")["failure"])
        self.assertEqual(self.rules_of(message(TARGET, TYPE, "Content-Encoding: identity")), [])

    def test_a_target_as_a_proxy_gets_it(self):
        for target in ("http://127.0.0.1:4573/", "https://firehose.example", "http://h/"):
            self.assertEqual(self.rules_of(message(TARGET, TYPE, first=f"POST {target} HTTP/1.1")), [])
        for target in ("http://", "http:///", "https:///x", "http://?", "http://h/x", "http://h?x=1", "http://h/?x=1", "HTTPS://h?x", "http://h#x", "?x=1"):
            self.assertEqual(self.rules_of(message(TARGET, TYPE, first=f"POST {target} HTTP/1.1")), [("http_path", 1, 6)])
        self.assertEqual(self.rules_of(message(TARGET, TYPE, first="POST HTTP://h/ HTTP/1.1")), [])

    def test_what_may_stand_before_a_request_line(self):
        for before in ("\r\n", "\n", "\n\r\n", "\ufeff", "\ufeff\r\n"):
            self.assertEqual(self.rules_of(before + message(TARGET, TYPE)), [])
        self.assertEqual(self.rules_of("\ufeff\n" + message(TARGET, TYPE, first="PUT / HTTP/1.1")), [("http_method", 2, 1)])
        self.assertEqual(self.rules('\n{"x": 1}', operation="ListDeliveryStreams"), [("unknown_member", 2, 2)])

    def test_lines_that_are_no_head(self):
        for line, expected in (
            ("no colon", "a line of the head is NAME: VALUE"),
            (": value", "a line of the head is NAME: VALUE"),
            ("na me: value", "a line of the head is NAME: VALUE"),
            ("name : value", "a blank stands between a name and its colon"),
            (" folded", "a value that goes on in a line of its own is obsolete"),
            ("name: v\x00lue", "a line of the head is NAME: VALUE"),
        ):
            self.assertEqual(self.one(message(TARGET, line, TYPE)), ("http_syntax", expected))
        for first in ("POST /", "POST / HTTP/one", "POST  / HTTP/1.1"):
            self.assertIn(("http_syntax", 1, 1), self.rules_of(message(TARGET, TYPE, first=first)))
        self.assertEqual(self.rules_of(message(TARGET, TYPE, first="post / HTTP/1.1")), [("http_method", 1, 1)])

    def test_a_head_without_its_end(self):
        text = "\n".join(["POST / HTTP/1.1", TARGET, TYPE, GOOD])
        self.assertEqual(self.rules_of(text), [("http_syntax", 4, 1)])
        text = "\n".join(["POST / HTTP/1.1", TARGET, TYPE])
        self.assertEqual([rule for rule, _, _ in self.rules_of(text)], ["http_syntax", "required", "required"])

    def test_many_lines_that_are_no_head(self):
        found = self.findings("POST / HTTP/1.1\n" + "x\n" * 100_000, operation=None)
        self.assertGreater(found["more"], 60)

    def test_heads_with_many_fields(self):
        fields = ["a: b"] * 998
        self.assertEqual(self.rules_of(message(TARGET, TYPE, *fields)), [])
        found = self.findings(message(TARGET, TYPE, *fields, "a: b"), operation=None)
        self.assertEqual((found["failure"], found["findings"]), ("has a head of more than 1000 fields", []))

    def test_as_curl_prints_it_when_it_goes_into_a_file(self):
        for end in ("\n", "\r\n"):
            text = end.join(["*   Trying 127.0.0.1:4573...", "} [512 bytes data]", "> POST / HTTP/1.1", "> " + TARGET, "{ [5 bytes data]", "> " + TYPE,
                             "> ", "} [63 bytes data]", "* upload completely sent off: 63 out of 63 bytes", GOOD])  # fmt: skip
            self.assertEqual(self.rules_of(text), [])
        self.assertEqual(self.rules_of(text.replace("Data", "data"))[-1], ("unknown_member", 10, 45))
        self.assertEqual(self.rules_of(message(TARGET, TYPE, body="} [5 bytes data]")), [("syntax", 5, 1)])

    def test_as_curl_prints_it(self):
        text = "\n".join(["*   Trying 127.0.0.1:4573...", "> POST / HTTP/1.1", "> Host: h", "> " + TARGET, "> content-type: application/json",
                          "* more", ">", GOOD])  # fmt: skip
        self.assertEqual(self.rules_of(text), [("http_content_type", 5, 17)])
        self.assertEqual(self.rules_of(text.replace("Data", "data"))[1:], [("required", 8, 44), ("unknown_member", 8, 45)])


class Answers(CheckerTest):
    ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{"RecordId":"ab"}'

    def test_its_operation_has_to_be_said(self):
        self.assertEqual(self.rules(self.ANSWER, "--response", operation="PutRecord"), [])
        self.assertIn("--operation", self.findings(self.ANSWER, "--response", operation=None)["failure"])
        self.assertIn("--response", self.findings(self.ANSWER, operation="PutRecord")["failure"])

    def test_places_and_sizes(self):
        text = self.ANSWER.replace('"ab"', '"", "x": 1')
        self.assertEqual(self.rules(text, "--response", operation="PutRecord"),
                         [("http_content_length", 2, 17), ("length_min", 4, 13), ("unknown_member", 4, 17)])  # fmt: skip

    def test_errors_are_no_outputs(self):
        found = self.findings('HTTP/1.1 400 Bad Request\r\n\r\n{"__type": "X"}', "--response", operation="PutRecord")
        self.assertEqual(found["failure"], "is an answer with status 400, which has no output of an operation")

    def test_errors_are_no_outputs_without_a_head_either(self):
        for operation, text in (("PutRecord", '{"__type": "X", "message": "y"}'), ("StopDeliveryStreamEncryption", '{"__type": "X"}'),
                                ("PutRecord", 'HTTP/1.1 200 OK\r\n\r\n{"__type": "X"}')):  # fmt: skip
            found = self.findings(text, "--response", operation=operation)
            self.assertEqual((found["failure"], found["findings"]), ("is an error, not an output of an operation", []))
        self.assertEqual(self.rules('{"RecordId": "a", "__type": "X"}', "--response", operation="PutRecord"), [("unknown_member", 1, 19)])
        self.assertEqual(self.rules('{"__type": "X"}', operation="ListDeliveryStreams"), [("unknown_member", 1, 2)])

    def test_the_final_answer_counts(self):
        for before in ("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Early Hints\nLink: x\n\n"):
            self.assertEqual(self.rules(before + self.ANSWER, "--response", operation="PutRecord"), [])
            lines = before.count("\n")
            text = before + self.ANSWER.replace("17", "18")
            self.assertEqual(self.rules(text, "--response", operation="PutRecord"), [("http_content_length", lines + 2, 17)])
            for after in ("", '{"RecordId":"ab"}', message(TARGET, TYPE)):
                found = self.findings(before + after, "--response", operation="PutRecord")
                self.assertRegex(found["failure"], "^is an answer with status 10[03], and the final one does not follow$")

    def test_requests_are_no_answers(self):
        self.assertEqual(self.findings(message(TARGET, TYPE), "--response", operation="PutRecord")["failure"], "is a request, not an answer")
        self.assertEqual(self.rules("HTTP/1.1 fine\n\n", "--response"), [("http_syntax", 1, 1)])
