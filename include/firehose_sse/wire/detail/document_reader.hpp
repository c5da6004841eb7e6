// Turns the events of a JSON parser into stores into the slots of type tables.
// Level 3 (wire). Seen by impl/read_document.ipp only; knows no model type by name.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/wire/decode_options.hpp"
#include "firehose_sse/wire/detail/findings.hpp"
#include "firehose_sse/wire/detail/member_names.hpp"
#include "firehose_sse/wire/detail/type_table.hpp"
#include "firehose_sse/wire/linkage.hpp"
#include <boost/json/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::wire::detail {

inline constexpr std::string_view white_space = " \t\r\n";

/// Handler for boost::json::basic_parser; the whole document must be given in one piece.
class document_reader {
public:
    // The parser's own limits are not needed: the size of the body bounds them all.
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    document_reader(std::string_view source, slot root, decode_options const& options, findings& found)
        : source_(source), root_(root), options_(options), found_(found), names_(source) {
        frames_.reserve(4);
    }

    /// Notes why the parser has stopped at `end` with `failure`, unless this reader has stopped it. Also ends the
    /// places of all values that are still open.
    void explain(boost::system::error_code const& failure, std::size_t end);

    using error_code = boost::system::error_code;
    using view = boost::json::string_view;
    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_comment_part(view, error_code&) { return true; }
    bool on_comment(view, error_code&) { return true; }
    bool on_number_part(view, error_code&) { return true; }
    bool on_key_part(view part, std::size_t, error_code&) { return collect(part); }
    bool on_string_part(view part, std::size_t, error_code&) { return collect(part); }

    bool on_object_begin(error_code& failure) { return answer(begin(value_kind::structure), failure); }
    bool on_object_end(std::size_t, error_code& failure) { return answer(end_object(), failure); }
    bool on_array_begin(error_code& failure) { return answer(begin(value_kind::list), failure); }
    bool on_array_end(std::size_t, error_code&) { return end(); }
    bool on_key(view last, std::size_t size, error_code& failure) { return answer(key(whole(last, size)), failure); }
    bool on_string(view last, std::size_t size, error_code& failure) {
        return answer(string(whole(last, size)), failure);
    }
    bool on_int64(std::int64_t, view text, error_code& failure) { return answer(number(text, true), failure); }
    bool on_uint64(std::uint64_t, view text, error_code& failure) { return answer(number(text, true), failure); }
    bool on_double(double value, view text, error_code& failure);
    bool on_bool(bool value, error_code& failure) { return answer(boolean(value), failure); }
    bool on_null(error_code& failure) { return answer(null(), failure); }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    /// An object or list being read.
    struct frame {
        /// Null inside anything that is ignored or kept raw.
        type_table const* type;
        void* target;
        bool is_list;
        /// In an object: the member being read, `none` when it is not the type's. In a list: the element.
        std::size_t current;
        /// Bits of the members whose name was met, and of those that had a value other than null.
        std::uint64_t named;
        std::uint64_t given;
        /// Where this object's names and missing members begin.
        member_names::mark names;
        std::size_t missing;
        /// Its own place in positions.
        std::size_t place;
    };

    /// A key or string without its quotes and escapes.
    struct token {
        std::string_view text;
        std::size_t offset;
        bool escaped;
    };

    bool collect(view part) {
        parts_.append(part.data(), part.size());
        return true;
    }
    bool answer(bool good, error_code& failure);
    bool stop(decode_error fault);
    bool fail(decode_reason reason, std::size_t offset);

    std::size_t start();
    token whole(view last, std::size_t size);
    bool admit(std::size_t offset, slot& to);
    void note_place(std::size_t offset);
    bool key(token const& name);
    bool begin(value_kind kind);
    bool end();
    bool end_object();
    bool string(token const& value);
    bool number(view text, bool finite);
    bool boolean(bool value);
    bool null();

    bool store_text(slot to, token const& value);
    bool store_number(slot to, std::string_view text, std::size_t offset);
    bool store_integer(slot to, std::string_view text, std::size_t offset);
    void note_missing(frame const& object);
    [[nodiscard]] std::string pointer(std::size_t depth) const;

    std::string_view source_;
    slot root_;
    decode_options const& options_;
    findings& found_;
    member_names names_;
    std::vector<frame> frames_;
    std::string parts_;
    /// End of the last token: the parser tells no positions, but between two tokens stand only blanks, `,` and `:`.
    std::size_t cursor_ = 0;
    /// End of the last name.
    std::size_t name_end_ = none;
    std::size_t elements_ = 0;
    /// The raw member being read: where it goes, where it starts, how many frames are around it.
    std::string* raw_ = nullptr;
    std::size_t raw_start_ = 0;
    std::size_t raw_depth_ = 0;
    /// The place of the value last admitted.
    std::size_t place_ = positions::none;
    bool stopped_ = false;
};

} // namespace firehose_sse::wire::detail

#include "firehose_sse/wire/impl/document_reader.ipp"
