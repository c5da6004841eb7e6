// Marks as written what libstdc++'s own code writes: MSan did not instrument that code, and does not see its writes.
// Level: none (a part of the MSan build). Knows which functions of the library write into memory that programs
// allocate. SPDX-License-Identifier: BSL-1.0
#include <bits/stl_tree.h>
#include <sanitizer/msan_interface.h>

// The linker turns each call of `f` into one of `__wrap_f`; `__real_f` is the library's own function.
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" void __real__ZSt29_Rb_tree_insert_and_rebalancebPSt18_Rb_tree_node_baseS0_RS_(
    bool left, std::_Rb_tree_node_base* node, std::_Rb_tree_node_base* parent, std::_Rb_tree_node_base& header);
extern "C" void __wrap__ZSt29_Rb_tree_insert_and_rebalancebPSt18_Rb_tree_node_baseS0_RS_(
    bool left, std::_Rb_tree_node_base* node, std::_Rb_tree_node_base* parent, std::_Rb_tree_node_base& header) {
    __real__ZSt29_Rb_tree_insert_and_rebalancebPSt18_Rb_tree_node_baseS0_RS_(left, node, parent, header);
    __msan_unpoison(node, sizeof *node);
}
// NOLINTEND(bugprone-reserved-identifier)
