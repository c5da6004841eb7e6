// Any bytes as the body of every request, answer and error: what is read is right, and is written and read again as
// the same; what is refused is refused at a place inside the text.
// Level: none (a fuzz target). Input: the body itself, so that corpora can be exchanged with other JSON targets.
// By hand: ./dev fuzz decode 60, or clang++-19 -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined
// -fno-sanitize-recover=all -Iinclude fuzz/decode.cpp (with <firehose_sse/json_impl.hpp> included in one more file),
// then a.out -dict=fuzz/firehose_sse.dict -max_total_time=60 NEW-INPUTS fuzz/corpus/decode
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/constraint/message.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/model/error.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/wire/encode.hpp"
#include "require.hpp"
#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace firehose_sse;

// Bodies of more bytes show nothing that these cannot.
constexpr std::size_t largest_input = 8 * 1024;

template <class Op> using input_of = typename Op::input;
template <class Op> using output_of = typename Op::output;
template <class T> using has_members = std::bool_constant<reflect::member_count<T> != 0>;

// Every request; every answer, one of them for all that are empty; and the errors with and without a code.
using every_type = boost::mp11::mp_append<
    boost::mp11::mp_transform<input_of, operation::operations>,
    boost::mp11::mp_copy_if<boost::mp11::mp_transform<output_of, operation::operations>, has_members>,
    boost::mp11::mp_list<model::StopDeliveryStreamEncryptionOutput, model::InvalidKMSResourceException,
                         model::LimitExceededException>>;

// ---- the value against another reader's

/// Compares a value with what Boost.JSON's own reader found in the same body.
class mirror {
public:
    explicit mirror(std::string_view body) : body_(body) {}

    /// True when every member holds what was found under its name, and nothing where nothing was found.
    template <reflect::described T> bool shows(T const& value, boost::json::value const& dom) {
        auto const* const object = dom.if_object();
        if (object == nullptr) { return false; }
        bool same = true;
        reflect::for_each_member<T>([&](auto member) {
            std::string_view const name = reflect::member_name<decltype(member)>;
            auto const* found = object->if_contains({name.data(), name.size()});
            if (found != nullptr && found->is_null()) { found = nullptr; } // null is absent
            same = same && shows_member(value.*member.pointer, found);
        });
        return same;
    }

    /// Required members that were not found.
    [[nodiscard]] std::size_t missing() const { return missing_; }

private:
    template <class T> bool shows_member(std::optional<T> const& held, boost::json::value const* found) {
        if (!held || found == nullptr) { return !held && found == nullptr; }
        return shows_value(*held, *found);
    }
    template <class T> bool shows_member(T const& held, boost::json::value const* found) {
        if (found != nullptr) { return shows_value(held, *found); }
        ++missing_;
        return held == T{};
    }

    template <class T> bool shows_value(T const& value, boost::json::value const& dom) {
        if constexpr (is_string_shape<T>) {
            return dom.is_string() && std::string_view(dom.get_string()) == value.value;
        } else if constexpr (is_open_enum<T>) {
            return dom.is_string() && std::string_view(dom.get_string()) == reflect::enum_text(value);
        } else if constexpr (is_blob_shape<T>) {
            std::string text;
            wire::append_base64(value.bytes, text);
            return dom.is_string() && std::string_view(dom.get_string()) == text;
        } else if constexpr (std::same_as<T, bool>) {
            return dom.is_bool() && dom.get_bool() == value;
        } else if constexpr (is_integer_shape<T>) {
            // Doubles hold every 32-bit integer; of zero with an absurd exponent this parser makes none of them.
            return dom.is_number() && (value.value == 0 || dom.to_number<double>() == value.value);
        } else if constexpr (std::same_as<T, timestamp>) {
            if (!dom.is_number()) { return false; }
            double const seconds = dom.to_number<double>();
            double const read = static_cast<double>(value.milliseconds) / 1000;
            return value.milliseconds == 0 || std::abs(seconds - read) <= 0.001 + std::abs(seconds) * 1e-12;
        } else if constexpr (std::same_as<T, raw_json>) {
            return dom.is_object() && body_.find(value.text) != body_.npos;
        } else if constexpr (is_list_shape<T>) {
            return dom.is_array() &&
                   std::equal(value.begin(), value.end(), dom.get_array().begin(), dom.get_array().end(),
                              [this](auto const& ours, auto const& theirs) { return this->shows_value(ours, theirs); });
        } else {
            return shows(value, dom);
        }
    }

    std::string_view body_;
    std::size_t missing_ = 0;
};

/// How many members all objects of a document have; of two with one name, this reader keeps one.
std::size_t count_members(boost::json::value const& dom) {
    std::size_t count = 0;
    if (auto const* const object = dom.if_object()) {
        for (auto const& member : *object) { count += 1 + count_members(member.value()); }
    } else if (auto const* const array = dom.if_array()) {
        for (auto const& element : *array) { count += count_members(element); }
    }
    return count;
}

/// The same for the text of a well-formed document: as many as there are colons outside its strings.
std::size_t count_colons(std::string_view text) {
    std::size_t count = 0;
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') { inside = !inside; }
        if (text[i] == '\\') { ++i; }
        if (text[i] == ':' && !inside) { ++count; }
    }
    return count;
}

// ---- pointers and violations

template <class T> void check_violations(wire::decoded<T> const& document) {
    constraint::policy all;
    all.max_violations = std::numeric_limits<std::size_t>::max();
    auto const found = constraint::validate(document.value, all, document.missing);
    auto const is_required = [](auto const& each) { return each.rule == constraint::rule::required; };

    require(found.more == 0, "nothing is left out where nothing is capped");
    require(std::ranges::count_if(found.list, is_required) == std::ssize(document.missing),
            "every missing member is one violation of 'required'");
    require(std::ranges::all_of(found.list, [](auto const& each) { return is_well_formed(each.pointer); }),
            "the pointer of a violation is well-formed");
    if (found.list.size() <= 1) { return; }
    require(constraint::validate_constraints(document.value, all, document.missing).count() +
                    constraint::validate_cross_members(document.value, all).count() ==
                found.count(),
            "both layers together are everything");
    constraint::policy few;
    few.max_violations = 1;
    auto const capped = constraint::validate(document.value, few, document.missing);
    require(capped.count() == found.count() && capped.list.size() == 1, "a cap leaves the count as it is");
    require(!constraint::service_message(capped).empty(), "violations have a message");
}

// ---- one type

constexpr wire::decode_options strict{.unknown_members = wire::unknown_members::refuse,
                                      .empty_body = wire::empty_body::refuse};
constexpr wire::decode_options lenient{.fractional_integers = wire::fractional_integers::truncate,
                                       .null_elements = wire::null_elements::skip,
                                       .text_timestamps = wire::text_timestamps::iso_8601};

/// What follows from a value that was read.
template <class T> void check_value(wire::decoded<T> const& document) {
    auto const& value = document.value;
    require(std::ranges::all_of(document.missing, is_well_formed), "the pointer of a missing member is well-formed");
    check_violations(document);

    std::string const text = wire::encode(value);
    auto const again = wire::decode<T>(text, strict);
    require(again.has_value(), "what is written can be read, however strictly");
    require(again->missing.empty(), "every required member is written");
    require(again->value == value, "what is written is read as the same value");
    require(wire::encode(again->value) == text, "the same value is written the same");
}

/// False when the body names no member of `T`, as far as that can be told: reading it as a `T` only ignores it.
template <class T> bool is_of_interest(std::string_view body, boost::json::value const* dom) {
    auto const* const object = dom != nullptr ? dom->if_object() : nullptr;
    bool named = reflect::member_count<T> == 0; // stands for all types that only ignore
    reflect::for_each_member<T>([&](auto member) {
        std::string_view const name = reflect::member_name<decltype(member)>;
        named =
            named || (object != nullptr ? object->contains({name.data(), name.size()}) : body.find(name) != body.npos);
    });
    return named;
}

template <class T> void check(std::string_view body, boost::json::value const* dom) {
    using enum wire::decode_reason;
    if (!is_of_interest<T>(body, dom)) { return; }
    auto const document = wire::decode<T>(body);
    if (!document) {
        auto const& fault = document.error();
        require(fault.offset <= body.size(), "a fault lies inside the text");
        require(is_well_formed(fault.pointer), "the pointer of a fault is well-formed");
        if (fault.reason != not_an_integer && fault.reason != null_element && fault.reason != wrong_kind) { return; }
        if (auto const loosely = wire::decode<T>(body, lenient)) {
            require(dom != nullptr, "nothing is accepted that is not JSON");
            check_value(*loosely);
        }
        return;
    }
    auto const& value = document->value;
    require(dom != nullptr, "nothing is accepted that is not JSON");
    mirror other(body);
    require(other.shows(value, *dom), "another reader finds the same");
    require(std::min(other.missing(), wire::max_missing) == document->missing.size(), "and misses the same");
    require(count_members(*dom) == count_colons(body), "no name is accepted twice");
    check_value(*document);

    auto const loosely = wire::decode<T>(body, lenient);
    require(loosely && loosely->value == value, "looser options read the same");
    if (auto const strictly = wire::decode<T>(body, strict)) {
        require(strictly->value == value, "stricter options read the same or nothing");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > largest_input) { return 0; }
    std::string_view const body(reinterpret_cast<char const*>(data), size);

    unsigned char buffer[4096];
    boost::json::monotonic_resource memory(buffer);
    boost::json::parse_options grammar;
    grammar.max_depth = wire::decode_options{}.max_depth;
    boost::system::error_code failure;
    std::optional<boost::json::value> dom;
    if (body.find_first_not_of(" \t\r\n") == body.npos) {
        dom.emplace(boost::json::object_kind); // the protocol's word, not JSON's
    } else {
        dom.emplace(boost::json::parse({body.data(), body.size()}, failure, &memory, grammar));
        if (failure) { dom.reset(); }
    }
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, every_type>>(
        [&](auto type) { check<typename decltype(type)::type>(body, dom ? &*dom : nullptr); });
    return 0;
}
