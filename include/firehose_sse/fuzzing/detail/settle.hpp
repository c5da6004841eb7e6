// The members that depend on each other, so that the cross-member rules are kept.
// Level 5 (fuzzing). The counterpart of constraint/cross_member.hpp: that finds what this must not make.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/grow.hpp"
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace firehose_sse::fuzzing::detail {

inline constexpr std::string_view encryption_member = "DeliveryStreamEncryptionConfigurationInput";

/// The source configuration that belongs to a DeliveryStreamType.
struct source_kind {
    std::string_view type;
    std::string_view configuration;
};
inline constexpr std::array<source_kind, 4> source_kinds{{
    {"DirectPut", "DirectPutSourceConfiguration"},
    {"KinesisStreamAsSource", "KinesisStreamSourceConfiguration"},
    {"MSKAsSource", "MSKSourceConfiguration"},
    {"DatabaseAsSource", "DatabaseSourceConfiguration"},
}};

[[nodiscard]] inline std::vector<std::string_view> destinations_of(shape const& create) {
    std::vector<std::string_view> names;
    for (auto const& each : create.members) {
        if (each.name.ends_with("DestinationConfiguration")) { names.push_back(each.name); }
    }
    return names;
}

class settler {
public:
    settler(any_source& choices, options const& rules) : choices_(choices), rules_(rules) {}

    /// Completes a document that grower::structure has made.
    void settle(node& root) {
        if (root.type->name == "CreateDeliveryStreamInput") { create(root); }
        if (root.type->name == "DeliveryStreamEncryptionConfigurationInput") { key(root); }
        if (node* const configuration = root.find(encryption_member)) { key(*configuration); }
        if (root.type->name == "PutRecordBatchInput") { batch(*root.find("Records")); }
    }

    /// Grows a member and adds it.
    node& add(node& object, std::string_view name, std::size_t depth) {
        shape const& type = *object.type->members[object.type->place_of(name)].type;
        return put_member(object, name, grower(choices_, rules_).value(type, depth + 1));
    }

    void key(node& configuration) {
        remove_member(configuration, "KeyARN");
        if (configuration.find("KeyType")->text == "CUSTOMER_MANAGED_CMK") { add(configuration, "KeyARN", 2); }
    }

    /// How much a record of `raw` bytes counts against the limit of a batch.
    [[nodiscard]] std::size_t counted(std::size_t raw) const noexcept {
        return rules_.constraints.basis == constraint::batch_basis::raw_bytes ? raw : wire::base64_size(raw);
    }

private:
    void create(node& root) {
        add(root, pick(choices_, destinations_of(*root.type)), 1);
        auto const& source = pick(choices_, source_kinds);
        bool const is_default = source.type == "DirectPut";
        if (!is_default || coin(choices_)) { add(root, "DeliveryStreamType", 1).text = source.type; }
        if (coin(choices_)) { add(root, source.configuration, 1); }
        if (is_default && coin(choices_)) { add(root, encryption_member, 1); }
    }

    // One at a time by index: nothing refers to an element of a list that may grow.
    void batch(node& records) {
        std::size_t left = rules_.constraints.batch_bytes;
        for (std::size_t i = 0; i < records.children.size(); ++i) {
            std::size_t size = bytes_of(records, i).size();
            while (size != 0 && counted(size) > left) { --size; }
            resize(records, i, size);
            left -= counted(size);
        }
        if (left > rules_.largest_bound || !one_in(choices_, 4)) { return; }
        for (std::size_t i = 0; i < records.children.size(); ++i) { // to the last byte that fits
            std::size_t const size = bytes_of(records, i).size();
            std::size_t const most = bounds_of(*data(records, i).type, rules_).max;
            std::size_t larger = size;
            while (larger < most && counted(larger + 1) - counted(size) <= left) { ++larger; }
            resize(records, i, larger);
            left -= counted(larger) - counted(size);
        }
    }

public:
    [[nodiscard]] static node& data(node& records, std::size_t i) { return *records.children[i].find("Data"); }

    [[nodiscard]] static std::string bytes_of(node& records, std::size_t i) {
        return wire::base64_decode(data(records, i).text).value_or(std::string());
    }

    static void resize(node& records, std::size_t i, std::size_t size) {
        std::string bytes = bytes_of(records, i);
        if (bytes.size() == size) { return; }
        bytes.resize(size, 'x');
        node& value = data(records, i);
        value.text.clear();
        wire::append_base64(bytes, value.text);
    }

private:
    any_source& choices_;
    options const& rules_;
};

} // namespace firehose_sse::fuzzing::detail
