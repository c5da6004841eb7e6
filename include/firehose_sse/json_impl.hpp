// Boost.JSON's implementation, for programs that do not link its library.
// Level 3 (wire). Include in exactly one translation unit; nothing else of this library includes it.
// SPDX-License-Identifier: BSL-1.0
#pragma once

/// The decoder uses boost::json::basic_parser, whose templates come from headers but need a handful of functions of
/// the library: the parser's stack, storage, and error categories. Either link Boost::json, or include this header in
/// exactly one translation unit, never both. The linker reports these mistakes:
/// - neither: `undefined reference to 'boost::json::detail::stack::~stack()'`
/// - in two translation units: `multiple definition of 'boost::json::detail::stack::~stack()'`
/// Doing both links without an error, and mixes two versions of Boost.JSON when they differ.
#include <boost/json/src.hpp>
