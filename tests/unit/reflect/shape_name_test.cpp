// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/reflect/shape_name.hpp"
#include "firehose_sse/model/encryption.hpp"
#include "firehose_sse/model/error.hpp"
#include <gtest/gtest.h>

struct Global {};
template <class T> struct Generic {
    struct Inner {};
};

namespace firehose_sse::reflect {
namespace {

struct Hidden {
    struct Inner {};
};

TEST(shape_name, is_the_name_on_the_wire) {
    EXPECT_EQ(shape_name<model::KeyType>, "KeyType");
    EXPECT_EQ(shape_name<model::AWSKMSKeyARNForSSE>, "AWSKMSKeyARNForSSE");
    EXPECT_EQ(shape_name<model::StartDeliveryStreamEncryptionInput>, "StartDeliveryStreamEncryptionInput");
    EXPECT_EQ(shape_name<model::ResourceInUseException>, "ResourceInUseException");
}

TEST(shape_name, drops_every_qualification) {
    EXPECT_EQ(shape_name<Global>, "Global");
    EXPECT_EQ(shape_name<Hidden>, "Hidden");
    EXPECT_EQ(shape_name<Hidden::Inner>, "Inner");
    EXPECT_EQ(shape_name<bool>, "bool");
    EXPECT_EQ(shape_name<Generic<Global>>, "Generic<Global>");
    EXPECT_EQ(shape_name<Generic<model::KeyType>>, "Generic<firehose_sse::model::KeyType>") << "whose are its own";
    EXPECT_EQ(shape_name<Generic<Generic<model::KeyType>>::Inner>, "Inner");
}

static_assert(shape_name<model::KeyType> == "KeyType");

} // namespace
} // namespace firehose_sse::reflect
