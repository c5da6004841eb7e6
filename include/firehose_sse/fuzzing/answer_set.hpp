// The errors that a correct endpoint may answer to one request, by type.
// Level 5 (fuzzing). Knows no state: every error that depends on a stream is in it.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/broken_rule.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include <algorithm>
#include <boost/mp11/algorithm.hpp>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <vector>

namespace firehose_sse::fuzzing {

/// Types of errors, each once; empty where any error would be wrong. The names must live as long as the set: those of
/// this library live for ever.
class answer_set {
public:
    void insert(std::string_view type) {
        if (!contains(type)) { types_.push_back(type); }
    }
    [[nodiscard]] bool contains(std::string_view type) const noexcept {
        return std::ranges::find(types_, type) != types_.end();
    }
    [[nodiscard]] bool empty() const noexcept { return types_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return types_.size(); }
    [[nodiscard]] auto begin() const noexcept { return types_.begin(); }
    [[nodiscard]] auto end() const noexcept { return types_.end(); }
    friend bool operator==(answer_set const&, answer_set const&) = default;

private:
    std::vector<std::string_view> types_;
};

/// The errors that the model lists for an operation.
template <class Op> [[nodiscard]] answer_set modelled_errors() {
    answer_set answers;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, typename Op::errors>>(
        [&](auto error) { answers.insert(reflect::shape_name<typename decltype(error)::type>); });
    return answers;
}

/// The errors that a correct endpoint may answer to a request that breaks this rule and no other. Order of checks [O]:
/// reading (SerializationException), the constraint layer (ValidationException), then the operation, which may find the
/// stream's state at fault before it looks at members together (InvalidArgumentException). `body_size` is the body's:
/// one too large for the operation may be refused unread (RequestEntityTooLargeException, a type of ours [U]). Errors
/// unrelated to the body, such as ThrottlingException or InternalFailure, are left to the caller.
template <class Op> [[nodiscard]] answer_set answers_to(broken_rule broken, std::size_t body_size = 0) {
    answer_set answers;
    if (auto const* reason = std::get_if<wire::decode_reason>(&broken)) {
        answers.insert("SerializationException");
        if (*reason == wire::decode_reason::too_large) { answers.insert("RequestEntityTooLargeException"); }
    } else if (constraint::layer_of(std::get<constraint::rule>(broken)) == constraint::layer::constraint) {
        answers.insert("ValidationException");
    } else {
        answers = modelled_errors<Op>();
        answers.insert("InvalidArgumentException");
    }
    if (body_size > Op::max_body_bytes) { answers.insert("RequestEntityTooLargeException"); }
    return answers;
}

} // namespace firehose_sse::fuzzing
