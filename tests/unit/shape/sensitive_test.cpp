#include "firehose_sse/shape/sensitive.hpp"

#include "firehose_sse/shape/blob_shape.hpp"
#include "firehose_sse/shape/integer_shape.hpp"
#include "firehose_sse/shape/list_shape.hpp"
#include "firehose_sse/shape/string_shape.hpp"
#include <gtest/gtest.h>

namespace firehose_sse {
namespace {

struct Password : string_shape<Password> {
    using string_shape::string_shape;
    static constexpr bool sensitive = true;
};
struct PrivateKey : blob_shape<PrivateKey> {
    static constexpr bool sensitive = true;
};
struct Pin : integer_shape<Pin> {
    static constexpr bool sensitive = true;
};
struct Passwords : list_shape<Passwords, Password> {
    static constexpr bool sensitive = true;
};
struct Login {
    static constexpr bool sensitive = true;
    Password secret{};
};
struct Name : string_shape<Name> {};
struct Nickname : string_shape<Nickname> {
    static constexpr bool sensitive = false;
};
struct ManyPasswords : list_shape<ManyPasswords, Password> {};

TEST(Sensitive, IsWhatAShapeDeclares) {
    EXPECT_TRUE(is_sensitive<Password>);
    EXPECT_TRUE(is_sensitive<PrivateKey>);
    EXPECT_TRUE(is_sensitive<Pin>);
    EXPECT_TRUE(is_sensitive<Passwords>);
    EXPECT_TRUE(is_sensitive<Login>);
}

TEST(Sensitive, IsNothingElse) {
    EXPECT_FALSE(is_sensitive<Name>);
    EXPECT_FALSE(is_sensitive<Nickname>);
    EXPECT_FALSE(is_sensitive<ManyPasswords>); // only its elements are
    EXPECT_FALSE(is_sensitive<bool>);
}

} // namespace
} // namespace firehose_sse
