// Replaces operator new; the forms that are not here (arrays, nothrow) call one of these two.
// SPDX-License-Identifier: BSL-1.0
#include "allocations.hpp"
#include <cstdlib>
#include <new>

namespace {

// Each thread has its own count: calls of several threads are timed, too, and a common count would make them wait.
thread_local std::size_t count = 0;

void* counted(void* memory) {
    ++count;
    if (memory == nullptr) { std::abort(); }
    return memory;
}

} // namespace

std::size_t firehose_sse::bench::allocations() noexcept { return count; }

void* operator new(std::size_t size) { return counted(std::malloc(size == 0 ? 1 : size)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    auto const unit = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
