// Answers to a batch, honest and hostile: which records were not taken, and what is sent again.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/client/failed_entries.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace firehose_sse::client {
namespace {

using model::PutRecordBatchInput;
using model::PutRecordBatchOutput;
using model::PutRecordBatchResponseEntry;

std::string data_of(std::size_t index) { return "record " + std::to_string(index) + std::string(40, '.'); }

PutRecordBatchInput request_of(std::size_t records) {
    PutRecordBatchInput request;
    request.DeliveryStreamName = "orders";
    for (std::size_t i = 0; i < records; ++i) { request.Records.push_back({data_of(i)}); }
    return request;
}

// One letter an entry: `i` an id, `c` a code and a message, `b` both, `-` neither, `e` an empty id, `m` a message
// alone, `o` an id and an empty code, `n` an empty code alone.
PutRecordBatchOutput answer_of(std::string_view letters, std::int32_t count) {
    PutRecordBatchOutput answer;
    answer.FailedPutCount = count;
    for (char const letter : letters) {
        PutRecordBatchResponseEntry entry;
        if (letter == 'i' || letter == 'b' || letter == 'o') { entry.RecordId = "id"; }
        if (letter == 'e') { entry.RecordId = ""; }
        if (letter == 'c' || letter == 'b') {
            entry.ErrorCode = "ServiceUnavailableException";
            entry.ErrorMessage = "Slow down.";
        }
        if (letter == 'o' || letter == 'n') { entry.ErrorCode = ""; }
        if (letter == 'm') { entry.ErrorMessage = "odd"; }
        answer.RequestResponses.push_back(std::move(entry));
    }
    return answer;
}

std::string text_of(batch_failures const& found) {
    std::string text;
    for (auto const& each : found.list) {
        text +=
            (text.empty() ? "" : " ") + std::to_string(each.index) + ':' + std::string(reflect::enum_name(each.fault));
    }
    if (found.unknown != 0) { text += " unknown " + std::to_string(found.unknown); }
    if (found.surplus != 0) { text += " surplus " + std::to_string(found.surplus); }
    if (!found.count_agrees) { text += " count!"; }
    return text;
}

struct answer_case {
    std::size_t records;
    std::string_view entries;
    std::int32_t count;
    std::string_view found;
};

constexpr answer_case cases[] = {
    {3, "iii", 0, ""},
    {0, "", 0, ""},
    {3, "ici", 1, "1:error_code"},
    {4, "cicc", 3, "0:error_code 2:error_code 3:error_code"},
    // an entry with a code has failed, whatever else is in it
    {2, "ib", 1, "1:error_code"},
    // one without an id was not taken
    {3, "-em", 3, "0:no_record_id 1:no_record_id 2:no_record_id"},
    {2, "no", 1, "0:no_record_id"},
    // the entries decide, not the count
    {3, "ici", 0, "1:error_code count!"},
    {3, "iii", 2, " count!"},
    {2, "cc", 1, "0:error_code 1:error_code count!"},
    {2, "ii", -1, " count!"},
    {1, "c", std::numeric_limits<std::int32_t>::min(), "0:error_code count!"},
    {1, "i", std::numeric_limits<std::int32_t>::max(), " count!"},
    // what the answer leaves out is unknown; a count within what is possible agrees
    {3, "ic", 1, "1:error_code 2:no_entry unknown 1"},
    {3, "ic", 2, "1:error_code 2:no_entry unknown 1"},
    {3, "ic", 0, "1:error_code 2:no_entry unknown 1 count!"},
    {3, "ic", 3, "1:error_code 2:no_entry unknown 1 count!"},
    {2, "", 0, "0:no_entry 1:no_entry unknown 2"},
    // what belongs to no record is counted and left alone
    {1, "icc", 0, " surplus 2"},
    {1, "icc", 2, " surplus 2 count!"},
    {0, "c", 0, " surplus 1"},
};

TEST(failed_entries, of_every_kind_of_answer) {
    for (auto const& each : cases) {
        auto const answer = answer_of(each.entries, each.count);
        auto const found = failed_entries(request_of(each.records), answer);
        EXPECT_EQ(text_of(found), each.found) << each.entries << ' ' << each.count;
        EXPECT_EQ(found.empty(), found.list.empty());
        bool const odd = each.found.find("unknown") != std::string_view::npos ||
                         each.found.find("surplus") != std::string_view::npos ||
                         each.found.find("count!") != std::string_view::npos;
        EXPECT_EQ(found.consistent(), !odd) << each.entries << ' ' << each.count;
    }
}

TEST(failed_entries, carry_code_and_message) {
    auto const answer = answer_of("icm", 2);
    auto const found = failed_entries(request_of(3), answer);
    ASSERT_EQ(found.list.size(), 2u);
    EXPECT_EQ(found.list[0], (failed_entry{1, put_fault::error_code, "ServiceUnavailableException", "Slow down."}));
    EXPECT_EQ(found.list[1], (failed_entry{2, put_fault::no_record_id, "", "odd"}));
    EXPECT_EQ(found.list[0].message.data(), answer.RequestResponses[1].ErrorMessage->value.data()) << "a view";
}

template <class Response>
concept can_be_asked = requires(PutRecordBatchInput const& request, Response&& response) {
    failed_entries(request, std::forward<Response>(response));
};
static_assert(can_be_asked<PutRecordBatchOutput const&> && can_be_asked<PutRecordBatchOutput&>);
static_assert(!can_be_asked<PutRecordBatchOutput> && !can_be_asked<PutRecordBatchOutput const>);

std::string text_of(retry_batch const& again) {
    std::string text;
    EXPECT_EQ(again.original.size(), again.request.Records.size());
    for (std::size_t i = 0; i < again.original.size(); ++i) {
        text += (text.empty() ? "" : " ") + std::to_string(again.original[i]);
        EXPECT_EQ(again.request.Records[i].Data.bytes, data_of(again.original[i]));
    }
    return text;
}

TEST(retry_request, holds_the_failed_records_in_their_order) {
    auto const request = request_of(6);
    auto const again = retry_request(request, answer_of("cibi-i", 3));
    EXPECT_EQ(text_of(again), "0 2 4");
    EXPECT_EQ(again.request.DeliveryStreamName.value, "orders");
    EXPECT_FALSE(again.empty());
    EXPECT_EQ(request, request_of(6)) << "left as it was";
}

TEST(retry_request, is_empty_when_all_were_taken) {
    auto const again = retry_request(request_of(3), answer_of("iii", 7));
    EXPECT_TRUE(again.empty());
    EXPECT_TRUE(again.request.Records.empty());
    EXPECT_TRUE(retry_batch{}.empty());
    EXPECT_FALSE(retry_batch{request_of(1)}.empty()) << "not sent yet";
}

TEST(retry_request, resends_what_is_unknown_unless_told_otherwise) {
    auto const answer = answer_of("ic", 1);
    // any two entries may be missing: when a null was skipped, the entries behind it have moved up
    EXPECT_EQ(text_of(retry_request(request_of(4), answer)), "0 1 2 3");
    EXPECT_EQ(text_of(retry_request(request_of(4), answer, unknown_fate::resend)), "0 1 2 3");
    EXPECT_EQ(text_of(retry_request(request_of(4), answer, unknown_fate::leave_out)), "1");
    EXPECT_EQ(text_of(retry_request(request_of(4), answer_of("-", 1), unknown_fate::leave_out)), "0")
        << "an entry without an id is not of unknown fate";
}

TEST(retry_request, of_a_request_that_is_given_away_copies_nothing) {
    auto request = request_of(3);
    auto const* const bytes = request.Records[2].Data.bytes.data();
    auto const again = retry_request(std::move(request), answer_of("iic", 1));
    EXPECT_EQ(text_of(again), "2");
    EXPECT_EQ(again.request.Records[0].Data.bytes.data(), bytes);
}

TEST(retry_request, of_a_retry_counts_in_the_first_request) {
    auto again = retry_request(request_of(6), answer_of("cicicc", 4)); // 0 2 4 5
    again = retry_request(std::move(again), answer_of("icci", 2));     // 2 4
    EXPECT_EQ(text_of(again), "2 4");
    again = retry_request(std::move(again), answer_of("i", 0), unknown_fate::leave_out);
    EXPECT_TRUE(again.empty());
}

// Rounds of random answers: each record is taken once, or is still among those to send.
TEST(retry_request, loses_no_record_over_many_rounds) {
    std::size_t taken_late = 0;
    for (std::uint32_t seed = 1; seed <= 2'000; ++seed) {
        std::minstd_rand random(seed);
        std::size_t const records = random() % 12;
        std::vector<int> taken(records, 0);
        retry_batch batch{request_of(records)};
        for (int round = 0; round < 4; ++round) {
            std::string letters;
            for (std::size_t i = 0; i < batch.request.Records.size(); ++i) {
                bool const fails = random() % 2 == 0;
                letters += fails ? "cb-e"[random() % 4] : 'i';
                if (!fails) {
                    ++taken[round == 0 ? i : batch.original[i]];
                    taken_late += round > 0 ? 1 : 0;
                }
            }
            letters.append(random() % 3, "ic"[random() % 2]);
            batch = retry_request(std::move(batch), answer_of(letters, static_cast<std::int32_t>(random() % 5)));
            text_of(batch);
        }
        for (std::size_t const index : batch.original) { ++taken[index]; }
        ASSERT_EQ(taken, std::vector<int>(records, 1)) << "seed " << seed;
    }
    EXPECT_GT(taken_late, 1'000u);
}

TEST(put_fault, has_names) {
    EXPECT_EQ(reflect::enum_value<put_fault>("error_code"), put_fault::error_code);
    EXPECT_EQ(reflect::enum_value<put_fault>("no_record_id"), put_fault::no_record_id);
    EXPECT_EQ(reflect::enum_value<put_fault>("no_entry"), put_fault::no_entry);
    EXPECT_EQ(reflect::enum_value<unknown_fate>("resend"), unknown_fate::resend);
    EXPECT_EQ(reflect::enum_value<unknown_fate>("leave_out"), unknown_fate::leave_out);
}

} // namespace
} // namespace firehose_sse::client
