// The compiled part of this library, for programs that compile it once.
// Level 3 (wire). Include in exactly one translation unit, with FIREHOSE_SSE_SEPARATE_COMPILATION defined everywhere.
// SPDX-License-Identifier: BSL-1.0
#pragma once

#ifndef FIREHOSE_SSE_SEPARATE_COMPILATION
#error "firehose_sse/src.hpp is of no use without FIREHOSE_SSE_SEPARATE_COMPILATION, which must be defined everywhere"
#endif

#include "firehose_sse/wire/impl/read_document.ipp"
#include "firehose_sse/wire/impl/service_error.ipp"
