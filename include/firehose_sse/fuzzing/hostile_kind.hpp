// The kinds of bodies that nobody sends by mistake.
// Level 5 (fuzzing). Names only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <boost/describe/enum.hpp>

namespace firehose_sse::fuzzing {

/// What is hostile about a body. No kind has a label: an endpoint may refuse or accept the body, as long as it answers
/// properly, soon, and the same each time.
/// - `deep_lists`, `deep_objects`: thousands of containers, closed or not. `many_members`, `many_elements`: wide ones.
/// - `repeated_names`: members that come twice or more, also by another spelling of the same name.
/// - `lone_surrogates`, `overlong_utf8`, `nul_bytes`, `other_encodings`: texts that two readers read in two ways.
/// - `huge_numbers`, `tiny_numbers`: beyond every type, or of thousands of digits.
/// - `long_string`, `long_name`, `white_space`: as long as the options allow.
/// - `cut`: ends anywhere. `several_documents`: goes on after the end. `noise`: any bytes.
/// - `wrong_kinds`, `all_null`: no member is of its own kind. `look_alike_names`: names that only seem to be the
/// model's.
/// - `escapes`: every character spelled as an escape. `extensions`: comments and the like. `not_json`: other formats.
/// - `loaded_texts`: well-formed values that are meant for the log, the shell or the database behind the endpoint.
BOOST_DEFINE_FIXED_ENUM_CLASS(hostile_kind, unsigned char, deep_lists, deep_objects, many_members, many_elements,
                              repeated_names, lone_surrogates, overlong_utf8, nul_bytes, other_encodings, huge_numbers,
                              tiny_numbers, long_string, long_name, white_space, cut, several_documents, noise,
                              wrong_kinds, all_null, look_alike_names, escapes, extensions, not_json, loaded_texts)

} // namespace firehose_sse::fuzzing
