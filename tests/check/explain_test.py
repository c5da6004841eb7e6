# What `explain` says of the rules.
# SPDX-License-Identifier: BSL-1.0
from program import CheckerTest


class Explain(CheckerTest):
    def ids(self):
        return [line.split()[0] for line in self.run_checker("explain").out.splitlines()]

    def test_every_rule_of_the_list_can_be_explained(self):
        ids = self.ids()
        self.assertGreater(len(ids), 35)
        self.assertEqual(len(set(ids)), len(ids))
        for rule in ids:
            text = self.run_checker("explain", rule).out
            self.assertTrue(text.startswith(f"{rule}: "), text)
            for heading in ("\nSource:  ", "\nAnswer:  ", "\nMend it: "):
                self.assertIn(heading, text)
            self.assertTrue(all(len(line) <= 80 for line in text.split("breaks it")[0].splitlines()), text)

    def test_misspelt(self):
        ran = self.run_checker("explain", "lenght_max")
        self.assertEqual((ran.code, ran.err), (2, "firehose_check: there is no rule lenght_max; did you mean length_max?\n"))

    def test_the_examples_about_http_break_their_rules(self):
        for rule in (rule for rule in self.ids() if rule.startswith("http_")):
            _, _, example = self.run_checker("explain", rule).out.partition("A message that breaks it:\n\n")
            if example:
                message = "\n".join(line.removeprefix("  ") for line in example.split("\n"))
                self.assertIn(rule, [each for each, _, _ in self.rules(message, operation=None)])

    def test_what_cannot_be_printed_is_spelled_out(self):
        self.assertIn("caf<E9>", self.run_checker("explain", "invalid_utf8").out)
        self.assertIn("<U+FEFF>{", self.run_checker("explain", "byte_order_mark").out)
