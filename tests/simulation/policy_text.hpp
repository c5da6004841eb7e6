// A policy in words: the fields that differ from the default, so that a failure can be run again from what it prints.
// Tests only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/policy.hpp"
#include "firehose_sse/fuzzing/policy_space.hpp"
#include "firehose_sse/operation/policy.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace firehose_sse::simulation {

namespace policy_text_detail {

inline std::string in_words(std::string_view value) { return std::string(value); }
inline std::string in_words(std::size_t value) { return std::to_string(value); }
inline std::string in_words(std::chrono::milliseconds value) { return std::to_string(value.count()) + "ms"; }

/// Fields as " NAME=VALUE".
class differing_fields {
public:
    template <class T> void add(std::string_view name, T const& value, T const& usual) {
        if (value != usual) { text_.append(" ").append(name).append("=").append(in_words(value)); }
    }
    [[nodiscard]] std::string const& text() const { return text_; }

private:
    std::string text_{};
};

inline std::string_view value_of(fuzzing::choice which, operation::policy const& rules) {
    return fuzzing::with_choice(which, rules, [](auto const& value) { return reflect::enum_name(value); });
}

} // namespace policy_text_detail

/// A policy in words, as far as the tests of this folder vary it.
inline std::string text_of(operation::policy const& rules) {
    operation::policy const usual;
    policy_text_detail::differing_fields differ;
    for (auto const& each : reflect::enumerators<fuzzing::choice>) {
        differ.add(each.name, policy_text_detail::value_of(each.value, rules),
                   policy_text_detail::value_of(each.value, usual));
    }
    auto const& sse = rules.encryption;
    differ.add("describe_failure", reflect::enum_name(sse.describe_failure),
               reflect::enum_name(usual.encryption.describe_failure));
    differ.add("create_with_key", reflect::enum_name(sse.create_with_key),
               reflect::enum_name(usual.encryption.create_with_key));
    differ.add("settling", sse.settling, usual.encryption.settling);
    differ.add("max_credential_age", sse.max_credential_age, usual.encryption.max_credential_age);
    differ.add("max_streams_per_key", sse.max_streams_per_key, usual.encryption.max_streams_per_key);
    differ.add("max_scheduled_grants", sse.max_scheduled_grants, usual.encryption.max_scheduled_grants);
    differ.add("work", rules.work, usual.work);
    differ.add("max_streams", rules.max_streams, usual.max_streams);
    differ.add("max_tags", rules.max_tags, usual.max_tags);
    differ.add("quota.limit", rules.quota.limit, usual.quota.limit);
    differ.add("constraints.set", reflect::enum_name(rules.constraints.set), reflect::enum_name(usual.constraints.set));
    differ.add("constraints.basis", reflect::enum_name(rules.constraints.basis),
               reflect::enum_name(usual.constraints.basis));
    for (auto const& each : reflect::enumerators<constraint::rule>) {
        bool const off = rules.constraints.off.contains(each.value);
        differ.add(each.name, off ? std::string_view("off") : std::string_view(), std::string_view());
    }
    return differ.text().empty() ? "the default policy" : "policy" + differ.text();
}

inline std::string text_of(encryption::policy const& rules) {
    operation::policy all;
    all.encryption = rules;
    return text_of(all);
}

} // namespace firehose_sse::simulation
