// Faults of the codec as error codes, for interfaces that carry a code and no more, such as Boost.JSON's conversions.
// Level 3 (wire). Holds neither values nor places; knows no JSON parser.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/wire/decode_error.hpp"
#include <boost/describe/enum.hpp>
#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <string>
#include <type_traits>

namespace firehose_sse::wire {

/// Why a conversion refuses a value that decode() accepts: it cannot report what decode() reports beside the value, and
/// a plain enumeration cannot hold the text of an open one. These are no decode_reason: decode() never fails for them,
/// and code that lists its reasons need not know them.
BOOST_DEFINE_FIXED_ENUM_CLASS(conversion_reason, unsigned char, missing_member, unknown_enumerator)

namespace detail {

[[nodiscard]] constexpr char const* reason_text(decode_reason reason) noexcept {
    switch (reason) {
    case decode_reason::syntax: return "the text is not JSON";
    case decode_reason::incomplete: return "the text ends too early";
    case decode_reason::too_deep: return "objects and lists are nested too deeply";
    case decode_reason::too_large: return "the text is too large";
    case decode_reason::too_many_elements: return "there are too many list elements";
    case decode_reason::trailing_text: return "the text goes on after the document";
    case decode_reason::byte_order_mark: return "the text begins with a byte-order mark";
    case decode_reason::invalid_utf8: return "a string is not UTF-8";
    case decode_reason::lone_surrogate: return "a string has half of a surrogate pair";
    case decode_reason::empty_body: return "the text is empty";
    case decode_reason::not_an_object: return "the document is not an object";
    case decode_reason::wrong_kind: return "a value is of a kind that its member cannot hold";
    case decode_reason::not_an_integer: return "an integer has a fraction";
    case decode_reason::number_out_of_range: return "a number is out of range";
    case decode_reason::null_element: return "a list holds null";
    case decode_reason::duplicate_member: return "a member comes twice";
    case decode_reason::unknown_member: return "a member is unknown";
    case decode_reason::bad_base64: return "a blob is not canonical base64";
    case decode_reason::bad_timestamp: return "a text is not a timestamp";
    }
    return "unknown reason";
}

[[nodiscard]] constexpr char const* reason_text(conversion_reason reason) noexcept {
    switch (reason) {
    case conversion_reason::missing_member: return "a required member is missing";
    case conversion_reason::unknown_enumerator: return "a text names no enumerator";
    }
    return "unknown reason";
}

/// The value of a code is that of its enumerator plus one, since 0 means success.
template <class Reason> class reason_category final : public boost::system::error_category {
public:
    constexpr reason_category(char const* name, unsigned long long id) noexcept : error_category(id), name_(name) {}

    [[nodiscard]] char const* name() const noexcept override { return name_; }
    [[nodiscard]] std::string message(int code) const override { return message(code, nullptr, 0); }
    [[nodiscard]] char const* message(int code, char*, std::size_t) const noexcept override {
        bool const known = code > 0 && static_cast<std::size_t>(code) <= reflect::enumerators<Reason>.size();
        return reason_text(static_cast<Reason>(known ? code - 1 : no_reason));
    }

private:
    /// The value of no enumerator: a byte has more values than there are enumerators.
    static constexpr int no_reason = 0xFF;
    static_assert(reflect::enumerators<Reason>.size() <= no_reason);

    char const* name_;
};

// By these numbers, two copies of the library in one program have the same categories.
inline constexpr reason_category<decode_reason> decode_category_instance("firehose_sse.decode", 0x6E2B61D0F4C39A17);
inline constexpr reason_category<conversion_reason> conversion_category_instance("firehose_sse.conversion",
                                                                                 0xB1507D83E96A2C4F);

} // namespace detail

/// Category of decode_reason, "firehose_sse.decode".
[[nodiscard]] constexpr boost::system::error_category const& decode_category() noexcept {
    return detail::decode_category_instance;
}
/// Category of conversion_reason, "firehose_sse.conversion".
[[nodiscard]] constexpr boost::system::error_category const& conversion_category() noexcept {
    return detail::conversion_category_instance;
}

/// Found by boost::system::error_code through argument-dependent look-up.
///
/// *Example:* `if (code == wire::decode_reason::bad_base64) { … }`
[[nodiscard]] inline boost::system::error_code make_error_code(decode_reason reason) noexcept {
    return {static_cast<int>(reason) + 1, decode_category()};
}
[[nodiscard]] inline boost::system::error_code make_error_code(conversion_reason reason) noexcept {
    return {static_cast<int>(reason) + 1, conversion_category()};
}

} // namespace firehose_sse::wire

template <> struct boost::system::is_error_code_enum<firehose_sse::wire::decode_reason> : std::true_type {};
template <> struct boost::system::is_error_code_enum<firehose_sse::wire::conversion_reason> : std::true_type {};
