// The operations by name, as they are spelled on the wire and by the AWS CLI.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace check_example {

/// The operation that a text names, or why it names none.
struct operation_choice {
    /// The operation; empty when the text names none.
    std::string_view name{};
    /// Why the text names none, as a sentence without a full stop; with what was probably meant, if anything.
    std::string complaint{};
};

/// Takes `StartDeliveryStreamEncryption` and `start-delivery-stream-encryption`.
[[nodiscard]] operation_choice choose_operation(std::string_view spelled);

/// The operations whose request (or answer) has all these members.
[[nodiscard]] std::vector<std::string_view> operations_with(std::span<std::string_view const> members, bool response);

/// Every operation.
[[nodiscard]] std::vector<std::string_view> all_operations();

/// `A, B, C`.
[[nodiscard]] std::string joined(std::span<std::string_view const> names);

} // namespace check_example
