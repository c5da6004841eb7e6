#include "firehose_sse/wire/base64.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::wire {
namespace {

std::string text_of(std::string_view bytes) {
    std::string out;
    append_base64(bytes, out);
    return out;
}

struct pair {
    std::string_view bytes;
    std::string_view text;
};

// The vectors of RFC 4648, and the ends of the alphabet.
constexpr pair known[] = {{"", ""},
                          {"f", "Zg=="},
                          {"fo", "Zm8="},
                          {"foo", "Zm9v"},
                          {"foob", "Zm9vYg=="},
                          {"fooba", "Zm9vYmE="},
                          {"foobar", "Zm9vYmFy"},
                          {std::string_view("\0", 1), "AA=="},
                          {std::string_view("\0\0\0", 3), "AAAA"},
                          {"\xFF", "/w=="},
                          {"\xFF\xFE", "//4="},
                          {"\xFB\xEF\xBE", "++++"},
                          {"\xFF\xFF\xFF", "////"}};

static_assert(base64_size(4) == 8 && base64_decoded_size("Zm9vYg==") == 4);

TEST(Base64, KnownPairs) {
    for (auto const& each : known) {
        EXPECT_EQ(text_of(each.bytes), each.text);
        EXPECT_EQ(base64_decode(each.text), each.bytes);
        EXPECT_EQ(base64_size(each.bytes.size()), each.text.size());
        EXPECT_EQ(base64_decoded_size(each.text), each.bytes.size());
    }
}

TEST(Base64, Appends) {
    std::string out = "data:";
    append_base64("foob", out);
    EXPECT_EQ(out, "data:Zm9vYg==");
}

TEST(Base64, OneSpellingOnly) {
    for (std::string_view const text :
         {"Z",     "Zg",     "Zg=",          "Zg===",    "=",    "==",   "====",    "Z===",
          "Zh==",  "Zm9=",   "Zm8",          "Zg==Zg==", "Zg=A", "=g==", "Z=g=",    " Zg==",
          "Zg== ", "Zm9v\n", "Zm9v\r\nZm9v", "Zm9-",     "Zm9_", "Zm9*", "Zm9\x80", "\xFF\xFF\xFF\xFF",
          "A=AA"}) {
        EXPECT_EQ(base64_decode(text), std::nullopt) << text;
    }
    EXPECT_EQ(base64_decode(std::string_view("Zm9\0", 4)), std::nullopt);
}

// All groups that end a text: each run of bytes may be spelled by exactly one text.
TEST(Base64, EveryLastGroupIsRefusedOrReproduced) {
    std::string_view const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    std::size_t passed = 0;
    for (char const second : characters) {
        for (char const third : characters) {
            for (char const fourth : characters) {
                std::string const text{'a', 'b', 'c', 'd', 'Q', second, third, fourth};
                auto const bytes = base64_decode(text);
                if (!bytes) { continue; }
                ++passed;
                ASSERT_EQ(text_of(*bytes), text);
            }
        }
    }
    // 'Q' fixes six bits: of three bytes 18 bits are free, of two bytes 10, of one byte 2.
    EXPECT_EQ(passed, 64u * 64 * 64 + 64 * 16 + 4);
}

TEST(Base64, EveryForeignByteIsRefusedInEveryPlace) {
    std::string_view const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t place = 0; place < 8; ++place) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = "AAAAAAAA";
            text[place] = static_cast<char>(byte);
            bool const padding = byte == '=' && place == 7;
            bool const own = alphabet.find(static_cast<char>(byte)) != std::string_view::npos;
            ASSERT_EQ(base64_decode(text).has_value(), own || padding) << place << ' ' << byte;
        }
    }
}

TEST(Base64, EveryLengthComesBack) {
    std::string bytes;
    for (std::size_t size = 0; size < 300; ++size) {
        ASSERT_EQ(base64_decode(text_of(bytes)), bytes) << size;
        ASSERT_EQ(text_of(bytes).size(), base64_size(size));
        bytes += static_cast<char>(size * 37 + size / 7);
    }
}

} // namespace
} // namespace firehose_sse::wire
