#include "firehose_sse/wire/detail/iso_8601.hpp"

#include <gtest/gtest.h>
#include <string_view>

namespace firehose_sse::wire::detail {
namespace {

struct row {
    std::string_view text;
    std::int64_t milliseconds;
};

constexpr row rows[] = {{"1970-01-01T00:00:00Z", 0},
                        {"1970-01-01T00:00:00.001Z", 1},
                        {"1969-12-31T23:59:59.5Z", -500},
                        {"2024-02-29T00:00:00Z", 1'709'164'800'000},
                        {"2024-05-01T12:00:00.250Z", 1'714'564'800'250},
                        {"2024-05-01 12:00:00.250999z", 1'714'564'800'250},
                        {"2024-05-01T14:00:00+02:00", 1'714'564'800'000},
                        {"2024-05-01T06:30:00-05:30", 1'714'564'800'000},
                        {"2016-12-31T23:59:60Z", 1'483'228'800'000}};

static_assert(milliseconds_of_iso_8601("1970-01-01T00:00:01Z") == 1000);

TEST(Iso8601, Known) {
    for (auto const& each : rows) { EXPECT_EQ(milliseconds_of_iso_8601(each.text), each.milliseconds) << each.text; }
}

TEST(Iso8601, Refused) {
    for (std::string_view const text : {"",
                                        "2024-05-01",
                                        "2024-05-01T12:00:00",
                                        "2024-05-01T12:00Z",
                                        "2024-5-1T12:00:00Z",
                                        "2023-02-29T00:00:00Z",
                                        "2024-13-01T00:00:00Z",
                                        "2024-00-01T00:00:00Z",
                                        "2024-05-01T24:00:00Z",
                                        "2024-05-01T12:60:00Z",
                                        "2024-05-01T12:00:61Z",
                                        "2024-05-01T12:00:00.Z",
                                        "2024-05-01T12:00:00Z ",
                                        " 2024-05-01T12:00:00Z",
                                        "2024-05-01T12:00:00+24:00",
                                        "2024-05-01T12:00:00+02:60",
                                        "2024-05-01T12:00:00+0200",
                                        "1714564800",
                                        "Wed, 01 May 2024 12:00:00 GMT",
                                        "+2024-05-01T12:00:00Z"}) {
        EXPECT_EQ(milliseconds_of_iso_8601(text), std::nullopt) << text;
    }
}

TEST(Iso8601, CutAnywhereIsRefused) {
    std::string_view const whole = "2024-05-01T12:00:00.250+02:00";
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(milliseconds_of_iso_8601(whole.substr(0, size)), std::nullopt) << size;
    }
}

} // namespace
} // namespace firehose_sse::wire::detail
