// Why a body could not be decoded, and where.
// Level 3 (wire). Never holds a value of the body; knows no JSON parser.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/wire/detail/printable.hpp"
#include <boost/describe/enum.hpp>
#include <boost/throw_exception.hpp>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

namespace firehose_sse::wire {

/// What is wrong with a body. As far as is known, the service answers each of these with SerializationException;
/// docs/reference/rules.md says for which ones this is known.
/// - syntax: not JSON. incomplete: ends too early. trailing_text: goes on after the document.
/// - wrong_kind: well-formed JSON of a kind that the member cannot hold. not_an_object: the same at the root.
/// - not_an_integer: has a fraction. number_out_of_range: too large for the member or for a double. An exponent too
///   large for an int is out of range too, whatever the number, and ends the reading as syntax does.
BOOST_DEFINE_FIXED_ENUM_CLASS(decode_reason, unsigned char, syntax, incomplete, too_deep, too_large, too_many_elements,
                              trailing_text, byte_order_mark, invalid_utf8, lone_surrogate, empty_body, not_an_object,
                              wrong_kind, not_an_integer, number_out_of_range, null_element, duplicate_member,
                              unknown_member, bad_base64, bad_timestamp)

/// A fault found in a body.
struct decode_error {
    decode_reason reason = decode_reason::syntax;
    /// *Units:* bytes from the start of the body to the token at fault.
    std::size_t offset = 0;
    /// RFC 6901 pointer to the value being read, empty for the root. Names unknown to the model are the sender's text
    /// with any characters, cut at 64 bytes. A string is a name only if a colon follows it.
    std::string pointer;
    friend bool operator==(decode_error const&, decode_error const&) = default;
};

/// One line for a log, printable ASCII: reason, offset and pointer, such as
/// `wrong_kind at byte 22, /DeliveryStreamName`. Other characters in a sender's name are escaped as in JSON.
[[nodiscard]] inline std::string to_string(decode_error const& error) {
    std::string line(reflect::enum_name(error.reason));
    line += " at byte ";
    line += std::to_string(error.offset);
    if (!error.pointer.empty()) {
        line += ", ";
        line += detail::printable(error.pointer);
    }
    return line;
}

/// What `result::value()` throws when there is no value; decoding itself throws nothing.
class bad_decode : public std::runtime_error {
public:
    explicit bad_decode(decode_error error) : std::runtime_error(to_string(error)), error_(std::move(error)) {}
    [[nodiscard]] decode_error const& error() const noexcept { return error_; }

private:
    decode_error error_;
};

/// Found by boost::system::result through argument-dependent look-up.
[[noreturn]] inline void throw_exception_from_error(decode_error const& error, boost::source_location const& where) {
    boost::throw_exception(bad_decode(error), where);
}

} // namespace firehose_sse::wire
