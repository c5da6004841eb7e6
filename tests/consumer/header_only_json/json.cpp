// The one source file of a program that brings Boost.JSON's implementation, where its library is not linked.
// Level: none (a consumer).
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse/json_impl.hpp>
