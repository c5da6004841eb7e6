// Every test of the suite is a row or is left out for a reason, and the page about it says the same.
// SPDX-License-Identifier: BSL-1.0
#include "conformance/protocol_left_out.hpp"
#include "conformance/protocol_suite.hpp"
#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

namespace firehose_sse::conformance::protocol {
namespace {

/// A test of the suite: some ids stand once for a request and once for an answer.
using suite_test = std::pair<part, std::string>;

std::vector<covered> rows() {
    std::vector<covered> all;
    for (auto const table : {&head_rows, &exchange_rows, &error_rows, &malformed_rows, &validation_rows}) {
        for (auto& each : table()) { all.push_back(std::move(each)); }
    }
    return all;
}

std::set<std::string> left_out_ids() {
    std::set<std::string> all;
    for (auto const& each : all_left_out()) {
        for (auto& id : words(each.ids)) { EXPECT_TRUE(all.insert(id).second) << id << " is left out twice"; }
    }
    return all;
}

bool covers(side who, side which) { return who == side::both || who == which; }

TEST(protocol_coverage, every_test_is_a_row_or_left_out) {
    std::set<suite_test> with_row;
    for (auto const& each : rows()) { with_row.insert({each.about.part, each.about.id}); }
    auto const out = left_out_ids();
    for (auto const& group : suite()) {
        for (auto const& id : words(group.ids)) {
            bool const row = with_row.contains({group.part, id});
            EXPECT_NE(row, out.contains(id))
                << group.file << ' ' << reflect::enum_name(group.part) << ' ' << id << (row ? ": both" : ": neither");
        }
    }
}

TEST(protocol_coverage, no_test_is_invented) {
    std::set<suite_test> known;
    std::set<std::string> ids;
    for (auto const& group : suite()) {
        for (auto const& id : words(group.ids)) {
            EXPECT_TRUE(known.insert({group.part, id}).second) << id << " is listed twice";
            ids.insert(id);
        }
    }
    for (auto const& each : rows()) {
        EXPECT_TRUE(known.contains({each.about.part, each.about.id})) << each.about.name();
    }
    for (auto const& id : left_out_ids()) { EXPECT_TRUE(ids.contains(id)) << id; }
}

/// A test that binds clients has a row that is run as a client; the same goes for servers.
TEST(protocol_coverage, every_side_that_a_test_binds_runs_it) {
    std::map<suite_test, std::set<side>> run;
    for (auto const& each : rows()) {
        auto& sides = run[{each.about.part, each.about.id}];
        for (side const one : {side::client, side::server}) {
            if (covers(each.who, one)) { sides.insert(one); }
        }
    }
    for (auto const& group : suite()) {
        if (group.part == part::malformed) { continue; } // bad timestamps only reach clients of this service
        for (auto const& id : words(group.ids)) {
            auto const found = run.find({group.part, id});
            if (found == run.end()) { continue; } // left out
            for (side const one : {side::client, side::server}) {
                EXPECT_TRUE(!covers(group.who, one) || found->second.contains(one))
                    << id << " is not run as a " << reflect::enum_name(one);
            }
        }
    }
}

TEST(protocol_coverage, a_row_has_a_name_of_its_own_and_says_why_it_differs) {
    std::set<std::string> names;
    for (auto const& each : rows()) {
        EXPECT_TRUE(names.insert(each.about.name()).second) << each.about.name();
        if (each.about.stance != stance::same) { EXPECT_FALSE(each.about.note.empty()) << each.about.name(); }
    }
}

// ---- the page

std::string cell(std::size_t number) { return " " + std::to_string(number) + " |"; }

void count(std::ostream& to) {
    std::vector<std::string> files;
    for (auto const& group : suite()) {
        if (files.empty() || files.back() != group.file) { files.emplace_back(group.file); }
    }
    to << "| file of the suite | tests | left out | rows | as client | as server |\n|---|---|---|---|---|---|\n";
    auto const out = left_out_ids();
    std::vector<std::size_t> sums(5);
    for (auto const& file : files) {
        std::set<suite_test> here;
        for (auto const& group : suite()) {
            if (group.file != file) { continue; }
            for (auto const& id : words(group.ids)) { here.insert({group.part, id}); }
        }
        std::vector<std::size_t> numbers(5);
        numbers[0] = here.size();
        for (auto const& each : here) { numbers[1] += out.contains(each.second) ? 1u : 0u; }
        for (auto const& each : rows()) {
            if (!here.contains({each.about.part, each.about.id})) { continue; }
            ++numbers[2];
            numbers[3] += covers(each.who, side::client) ? 1u : 0u;
            numbers[4] += covers(each.who, side::server) ? 1u : 0u;
        }
        to << "| `" << file << "` |";
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            to << cell(numbers[i]);
            sums[i] += numbers[i];
        }
        to << '\n';
    }
    to << "| together |";
    for (auto const each : sums) { to << cell(each); }
    to << "\n";
}

std::string page_tables() {
    std::ostringstream to;
    count(to);
    to << "\n## Rows with a note\n\n| row | stance | note |\n|---|---|---|\n";
    for (auto const& each : rows()) {
        if (each.about.note.empty()) { continue; }
        to << "| `" << each.about.id << '`';
        if (!each.about.variant.empty()) { to << " (" << each.about.variant << ')'; }
        to << " | " << reflect::enum_name(each.about.stance) << " | " << each.about.note << " |\n";
    }
    to << "\n## Tests left out\n\n| why | tests |\n|---|---|\n";
    for (auto const& each : all_left_out()) {
        to << "| " << each.reason << " |";
        for (auto const& id : words(each.ids)) { to << " `" << id << '`'; }
        to << " |\n";
    }
    return to.str();
}

TEST(protocol_coverage, the_page_says_the_same) {
    std::ifstream file(FIREHOSE_SSE_CONFORMANCE_PAGE);
    ASSERT_TRUE(file) << FIREHOSE_SSE_CONFORMANCE_PAGE;
    std::string const page{std::istreambuf_iterator<char>(file), {}};
    std::string const expected =
        "<!-- tables: from the tests -->\n\n" + page_tables() + "\n<!-- end of the tables -->\n";
    // not with EXPECT_EQ: the text that is printed is to be pasted
    EXPECT_NE(page.find(expected), std::string::npos) << "the page's tables should be:\n" << expected;
}

} // namespace
} // namespace firehose_sse::conformance::protocol
