#include "firehose_sse/wire/error_kind.hpp"

#include "firehose_sse/model/error.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include <gtest/gtest.h>

namespace firehose_sse::wire {
namespace {

static_assert(kind_of_type("ThrottlingException") == error_kind::ThrottlingException);

TEST(ErrorKind, EveryNameIsItsOwnKind) {
    for (auto const& each : reflect::enumerators<error_kind>) {
        EXPECT_EQ(kind_of_type(each.name), each.value) << each.name;
    }
}

TEST(ErrorKind, ModelledErrorsAreKnown) {
    EXPECT_EQ(kind_of_type(reflect::shape_name<model::ConcurrentModificationException>),
              error_kind::ConcurrentModificationException);
    EXPECT_EQ(kind_of_type(reflect::shape_name<model::InvalidArgumentException>), error_kind::InvalidArgumentException);
    EXPECT_EQ(kind_of_type(reflect::shape_name<model::InvalidKMSResourceException>),
              error_kind::InvalidKMSResourceException);
    EXPECT_EQ(kind_of_type(reflect::shape_name<model::InvalidSourceException>), error_kind::InvalidSourceException);
    EXPECT_EQ(kind_of_type(reflect::shape_name<model::LimitExceededException>), error_kind::LimitExceededException);
    EXPECT_EQ(kind_of_type(reflect::shape_name<model::ResourceInUseException>), error_kind::ResourceInUseException);
    EXPECT_EQ(kind_of_type(reflect::shape_name<model::ResourceNotFoundException>),
              error_kind::ResourceNotFoundException);
    EXPECT_EQ(kind_of_type(reflect::shape_name<model::ServiceUnavailableException>),
              error_kind::ServiceUnavailableException);
}

TEST(ErrorKind, ASuffixMayBeThereOrNot) {
    EXPECT_EQ(kind_of_type("MissingAuthenticationTokenException"), error_kind::MissingAuthenticationToken);
    EXPECT_EQ(kind_of_type("IncompleteSignatureException"), error_kind::IncompleteSignature);
    EXPECT_EQ(kind_of_type("Throttling"), error_kind::ThrottlingException);
    EXPECT_EQ(kind_of_type("ServiceUnavailable"), error_kind::ServiceUnavailableException);
    EXPECT_EQ(kind_of_type("ExpiredToken"), error_kind::ExpiredTokenException);
    EXPECT_EQ(kind_of_type("Exception"), error_kind::unknown);
}

TEST(ErrorKind, EverythingElseIsUnknown) {
    for (char const* const type : {"", "validationexception", "ValidationException ", "C", "#ValidationException"}) {
        EXPECT_EQ(kind_of_type(type), error_kind::unknown) << type;
    }
}

} // namespace
} // namespace firehose_sse::wire
