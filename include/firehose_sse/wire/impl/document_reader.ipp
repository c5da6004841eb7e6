// What the reader does with each event.
// Level 3 (wire). Part of detail/document_reader.hpp; included by it alone.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/pointer.hpp"
#include "firehose_sse/wire/base64.hpp"
#include "firehose_sse/wire/detail/decimal.hpp"
#include "firehose_sse/wire/detail/explain_syntax.hpp"
#include "firehose_sse/wire/detail/iso_8601.hpp"
#include <algorithm>
#include <boost/json/error.hpp>
#include <boost/system/errc.hpp>
#include <limits>
#include <utility>

namespace firehose_sse::wire::detail {

/// Names in a pointer that are not the model's are cut to this many bytes, at a character's border.
inline constexpr std::size_t longest_foreign_name = 64;

[[nodiscard]] constexpr std::string_view cut_name(std::string_view name) noexcept {
    if (name.size() <= longest_foreign_name) { return name; }
    std::size_t size = longest_foreign_name;
    while (size != 0 && (static_cast<unsigned char>(name[size]) & 0xC0) == 0x80) { --size; }
    return name.substr(0, size);
}

FIREHOSE_SSE_COMPILED bool document_reader::answer(bool good, error_code& failure) {
    // The code only stops the parser; what is wrong stands among the faults.
    if (!good) { failure = boost::system::errc::make_error_code(boost::system::errc::invalid_argument); }
    return good;
}

FIREHOSE_SSE_COMPILED bool document_reader::stop(decode_error fault) {
    found_.faults.push_back(std::move(fault));
    stopped_ = true;
    return false;
}

/// Notes a fault of one value. False ends the reading; true goes on as if the value were to be ignored.
FIREHOSE_SSE_COMPILED bool document_reader::fail(decode_reason reason, std::size_t offset) {
    stop({reason, offset, pointer(frames_.size())});
    stopped_ = found_.faults.size() >= found_.max_faults;
    return !stopped_;
}

/// Where the token stands that comes after the last one.
FIREHOSE_SSE_COMPILED std::size_t document_reader::start() {
    constexpr auto between = [](char c) {
        return c == ' ' || c == ',' || c == ':' || c == '\n' || c == '\r' || c == '\t';
    };
    while (cursor_ < source_.size() && between(source_[cursor_])) { ++cursor_; }
    return cursor_;
}

/// Takes a finished key or string and moves the cursor behind its closing quote.
FIREHOSE_SSE_COMPILED document_reader::token document_reader::whole(view last, std::size_t size) {
    std::size_t const offset = start();
    std::size_t const first = offset + 1;
    if (last.size() == size && last.data() == source_.data() + first) {
        cursor_ = first + size + 1;
        return {{last.data(), last.size()}, offset, false};
    }
    parts_.append(last.data(), last.size());
    cursor_ = first;
    while (source_[cursor_] != '"') { cursor_ += source_[cursor_] == '\\' ? 2u : 1u; }
    ++cursor_;
    return {parts_, offset, true};
}

/// Finds where the value that starts at `offset` goes; nowhere when it is to be ignored.
FIREHOSE_SSE_COMPILED bool document_reader::admit(std::size_t offset, slot& to) {
    if (frames_.empty()) { return fail(decode_reason::not_an_object, offset); }
    frame& top = frames_.back();
    if (top.is_list) { ++top.current; }
    if (top.type == nullptr) { return true; }
    if (top.is_list) {
        if (++elements_ > options_.max_elements) {
            return stop({decode_reason::too_many_elements, offset, pointer(frames_.size())});
        }
        note_place(offset);
        to = {top.type->append(top.target), top.type->element};
        return true;
    }
    if (top.current == none) {
        std::size_t const name = names_.last_offset() - 1;
        switch (options_.unknown_members) {
        case unknown_members::ignore: break;
        case unknown_members::warn:
            if (found_.unknown.size() < max_missing) {
                found_.unknown.push_back({decode_reason::unknown_member, name, pointer(frames_.size())});
            }
            break;
        case unknown_members::refuse: return fail(decode_reason::unknown_member, name);
        }
        return true;
    }
    note_place(offset);
    member_entry const& member = top.type->members[top.current];
    top.given |= std::uint64_t{1} << top.current;
    to = {member.reach(top.target), member.type};
    return true;
}

/// Keeps the place of the value being read, a typed member or element; its end too, unless it is only beginning.
FIREHOSE_SSE_COMPILED void document_reader::note_place(std::size_t offset) {
    if (!options_.keep_positions) { return; }
    frame const& top = frames_.back();
    span_of_text const span{offset, cursor_};
    place_ = top.is_list ? found_.where.add_element(top.place, top.current, span)
                         : found_.where.add_member(top.place, top.type->members[top.current].name, span);
}

FIREHOSE_SSE_COMPILED bool document_reader::key(token const& name) {
    name_end_ = cursor_;
    frame& top = frames_.back();
    if (top.type != nullptr) {
        auto const& members = top.type->members;
        // Senders mostly write members in the model's order: the next one is the best guess.
        std::size_t guess = top.current == none ? 0 : top.current + 1;
        for (std::size_t tried = 0; tried < members.size(); ++tried, ++guess) {
            if (guess >= members.size()) { guess = 0; }
            if (members[guess].name != name.text) { continue; }
            top.current = guess;
            std::uint64_t const bit = std::uint64_t{1} << guess;
            if ((top.named & bit) != 0) {
                return stop({decode_reason::duplicate_member, name.offset, pointer(frames_.size())});
            }
            top.named |= bit;
            parts_.clear();
            return true;
        }
    }
    top.current = none;
    if (name.escaped) {
        names_.push_unescaped(name.offset + 1, name.text);
        parts_.clear();
    } else {
        names_.push(name.offset + 1, name.text.size());
    }
    return true;
}

FIREHOSE_SSE_COMPILED bool document_reader::begin(value_kind kind) {
    std::size_t const offset = start();
    cursor_ = offset + 1;
    slot to;
    place_ = positions::none;
    if (frames_.empty()) {
        if (kind == value_kind::structure) {
            to = root_;
            if (options_.keep_positions) { place_ = found_.where.add_member(positions::none, {}, {offset, cursor_}); }
        } else if (!fail(decode_reason::not_an_object, offset)) {
            return false;
        }
    } else if (!admit(offset, to)) {
        return false;
    }
    if (to.type != nullptr && to.type->kind == value_kind::raw && kind == value_kind::structure) {
        raw_ = static_cast<std::string*>(to.target);
        raw_start_ = offset;
        raw_depth_ = frames_.size();
        to = {};
    } else if (to.type != nullptr && to.type->kind == value_kind::scalar) {
        to = {};
    } else if (to.type != nullptr && to.type->kind != kind) {
        if (!fail(decode_reason::wrong_kind, offset)) { return false; }
        to = {};
    }
    frames_.push_back(
        {to.type, to.target, kind == value_kind::list, none, 0, 0, names_.top(), found_.missing.size(), place_});
    return true;
}

FIREHOSE_SSE_COMPILED bool document_reader::end() {
    cursor_ = start() + 1;
    if (frames_.back().place != positions::none) { found_.where.close(frames_.back().place, cursor_); }
    frames_.pop_back();
    if (raw_ != nullptr && frames_.size() == raw_depth_) {
        raw_->assign(source_.substr(raw_start_, cursor_ - raw_start_));
        raw_ = nullptr;
    }
    return true;
}

FIREHOSE_SSE_COMPILED bool document_reader::end_object() {
    frame const& object = frames_.back();
    if (auto const repeated = names_.repeated_since(object.names)) {
        reflect::json_pointer at;
        at.push(cut_name(repeated->name));
        return stop({decode_reason::duplicate_member, repeated->offset - 1, pointer(frames_.size() - 1) + at.text()});
    }
    names_.cut(object.names);
    if (object.type != nullptr) { note_missing(object); }
    return end();
}

FIREHOSE_SSE_COMPILED bool document_reader::string(token const& value) {
    slot to;
    if (!admit(value.offset, to)) { return false; }
    bool const good = to.type == nullptr || store_text(to, value);
    if (value.escaped) { parts_.clear(); }
    return good;
}

FIREHOSE_SSE_COMPILED bool document_reader::store_text(slot to, token const& value) {
    switch (to.type->kind) {
    case value_kind::text: static_cast<std::string*>(to.target)->assign(value.text); return true;
    case value_kind::enumeration: to.type->assign(to.target, value.text); return true;
    case value_kind::scalar:
        *static_cast<loose_scalar*>(to.target) = {loose_scalar::kind::string, std::string(value.text)};
        return true;
    case value_kind::bytes: {
        auto bytes = base64_decode(value.text, options_.spare_base64_bits == spare_base64_bits::drop);
        if (!bytes) { return fail(decode_reason::bad_base64, value.offset); }
        *static_cast<std::string*>(to.target) = *std::move(bytes);
        return true;
    }
    case value_kind::moment: {
        if (options_.text_timestamps == text_timestamps::refuse) { break; }
        auto const milliseconds = milliseconds_of_iso_8601(value.text);
        if (!milliseconds) { return fail(decode_reason::bad_timestamp, value.offset); }
        *static_cast<std::int64_t*>(to.target) = *milliseconds;
        return true;
    }
    case value_kind::raw:
    case value_kind::integer:
    case value_kind::boolean:
    case value_kind::structure:
    case value_kind::list: break;
    }
    return fail(decode_reason::wrong_kind, value.offset);
}

FIREHOSE_SSE_COMPILED bool document_reader::on_double(double, view text, error_code& failure) {
    // The parser's arithmetic is not exact: it overflows before the largest double, and makes 0e999 not-a-number.
    return answer(number(text, !is_infinite_as_double({text.data(), text.size()})), failure);
}

FIREHOSE_SSE_COMPILED bool document_reader::number(view digits, bool finite) {
    std::string_view const text(digits.data(), digits.size());
    std::size_t const offset = start();
    cursor_ = offset + text.size();
    slot to;
    if (!admit(offset, to)) { return false; }
    // Refused wherever it stands: what one reader takes for infinity another takes for an error.
    if (!finite) { return fail(decode_reason::number_out_of_range, offset); }
    return to.type == nullptr || store_number(to, text, offset);
}

FIREHOSE_SSE_COMPILED bool document_reader::store_number(slot to, std::string_view text, std::size_t offset) {
    switch (to.type->kind) {
    case value_kind::integer: return store_integer(to, text, offset);
    case value_kind::moment: {
        auto const milliseconds = rounded(text, 3);
        if (milliseconds.overflow) { return fail(decode_reason::number_out_of_range, offset); }
        *static_cast<std::int64_t*>(to.target) = milliseconds.value;
        return true;
    }
    case value_kind::scalar:
        *static_cast<loose_scalar*>(to.target) = {loose_scalar::kind::number, std::string(text)};
        return true;
    case value_kind::raw:
    case value_kind::text:
    case value_kind::bytes:
    case value_kind::boolean:
    case value_kind::enumeration:
    case value_kind::structure:
    case value_kind::list: break;
    }
    return fail(decode_reason::wrong_kind, offset);
}

FIREHOSE_SSE_COMPILED bool document_reader::store_integer(slot to, std::string_view text, std::size_t offset) {
    auto const whole = scaled(text, 0);
    if (whole.has_fraction && options_.fractional_integers == fractional_integers::refuse) {
        return fail(decode_reason::not_an_integer, offset);
    }
    using limits = std::numeric_limits<std::int32_t>;
    if (whole.overflow || whole.value < limits::min() || whole.value > limits::max()) {
        return fail(decode_reason::number_out_of_range, offset);
    }
    *static_cast<std::int32_t*>(to.target) = static_cast<std::int32_t>(whole.value);
    return true;
}

FIREHOSE_SSE_COMPILED bool document_reader::boolean(bool value) {
    std::size_t const offset = start();
    cursor_ = offset + (value ? 4 : 5);
    slot to;
    if (!admit(offset, to)) { return false; }
    if (to.type == nullptr || to.type->kind == value_kind::scalar) { return true; }
    if (to.type->kind != value_kind::boolean) { return fail(decode_reason::wrong_kind, offset); }
    *static_cast<bool*>(to.target) = value;
    return true;
}

FIREHOSE_SSE_COMPILED bool document_reader::null() {
    std::size_t const offset = start();
    cursor_ = offset + 4;
    if (frames_.empty()) { return fail(decode_reason::not_an_object, offset); }
    frame& top = frames_.back();
    if (!top.is_list) {
        if (top.type != nullptr && top.current != none) { note_place(offset); }
        return true;
    }
    // A skipped element is none: pointers count as the decoded list does.
    if (top.type != nullptr && options_.null_elements == null_elements::skip) { return true; }
    slot to;
    return admit(offset, to) && (to.type == nullptr || fail(decode_reason::null_element, offset));
}

FIREHOSE_SSE_COMPILED void document_reader::note_missing(frame const& object) {
    auto& missing = found_.missing;
    std::size_t place = object.missing;
    for (std::size_t i = 0; i < object.type->members.size() && place < max_missing; ++i) {
        member_entry const& member = object.type->members[i];
        if (!member.required || (object.given >> i & 1) != 0) { continue; }
        reflect::json_pointer at;
        at.push(member.name);
        // Before those of nested objects, which closed sooner.
        missing.insert(missing.begin() + static_cast<std::ptrdiff_t>(place), pointer(frames_.size() - 1) + at.text());
        ++place;
    }
    if (missing.size() > max_missing) { missing.resize(max_missing); }
}

/// Pointer to what the first `depth` frames are reading.
FIREHOSE_SSE_COMPILED std::string document_reader::pointer(std::size_t depth) const {
    reflect::json_pointer at;
    for (std::size_t i = 0; i < depth; ++i) {
        frame const& each = frames_[i];
        if (each.is_list) {
            if (each.current != none) { at.push(each.current); }
            continue;
        }
        if (each.current != none) {
            at.push(each.type->members[each.current].name);
            continue;
        }
        // Not the model's: the name on top of the stack when the next frame began, if one was read at all.
        auto const names = i + 1 < frames_.size() ? frames_[i + 1].names : names_.top();
        if (names.entries > each.names.entries) { at.push(cut_name(names_.below(names))); }
    }
    return at.text();
}

FIREHOSE_SSE_COMPILED void document_reader::explain(error_code const& failure, std::size_t end) {
    // What is still open reaches as far as was read, so that the places inside of it are found.
    for (frame const& each : frames_) {
        if (each.place != positions::none) { found_.where.close(each.place, cursor_); }
    }
    if (stopped_) { return; }
    std::size_t const last = cursor_;
    std::size_t const begin = start();
    syntax_fault const fault = explain_syntax(source_, begin, end, failure);
    std::size_t depth = frames_.size();
    std::size_t const good = std::max(last, std::min(begin, end)); // as far as the parser was content
    std::string_view const between = source_.substr(last, good - last);
    bool const next = between.find(',') != std::string_view::npos;
    // What no colon follows may be a value whose own name was lost: it must not be told.
    bool const unsure = last == name_end_ && between.find(':') == std::string_view::npos;
    bool const begun = fault.offset > begin || fault.reason == decode_reason::number_out_of_range ||
                       fault.reason == decode_reason::too_deep;
    if (depth != 0 && frames_.back().is_list && begun) {
        ++frames_.back().current; // the parser had not read it to its end, so it was not admitted
    } else if (next || unsure) {
        --depth; // neither an element nor a member has begun
    }
    stop({fault.reason, fault.offset, pointer(depth)});
}

} // namespace firehose_sse::wire::detail
