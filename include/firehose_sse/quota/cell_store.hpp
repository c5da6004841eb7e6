// What a store of cells must offer: one atomic verb. Stores supply atomicity; the rule is the caller's function.
// Level 2 (quota). Knows neither what a cell means nor where it is kept.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <boost/assert/source_location.hpp>
#include <boost/describe/enum.hpp>
#include <boost/system/result.hpp>
#include <boost/throw_exception.hpp>
#include <concepts>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace firehose_sse::quota {

/// Why a store gave no answer. Only with `outcome_unknown` can the update have been applied.
enum class store_error : unsigned char {
    full,            ///< there is no room for a new cell
    unavailable,     ///< the store cannot be reached
    too_slow,        ///< no answer before the deadline, and nothing was written
    outcome_unknown, ///< the connection was lost, or the deadline passed, while the store was writing
    contended,       ///< at every try another update of the key came first
    read_only,       ///< the store takes no writes, as a replica does
    wrong_type,      ///< what the store holds under the key is no cell
    corrupt_cell,    ///< the cell's bytes cannot be read; they are left as they are
    refused,         ///< the store answered with an error of another kind
};
BOOST_DESCRIBE_ENUM(store_error, full, unavailable, too_slow, outcome_unknown, contended, read_only, wrong_type,
                    corrupt_cell, refused)

/// Found by boost::system::result through argument-dependent look-up; only value() throws.
[[noreturn]] inline void throw_exception_from_error(store_error why, boost::source_location const& where) {
    boost::throw_exception(
        std::runtime_error("the store of cells gave no answer: " + std::string(reflect::enum_name(why))), where);
}

/// The answer of an update, or why there is none.
template <class Answer> using stored = boost::system::result<Answer, store_error>;

/// What becomes of a cell.
enum class cell_change : unsigned char { keep, put, erase };

/// What an update function decides: the cell's change, and the answer for the caller of update().
template <class Cell, class Answer> struct next {
    cell_change change = cell_change::keep;
    /// Present exactly when `change` is put.
    std::optional<Cell> cell{};
    Answer answer;

    /// Leaves the cell as it is, present or absent.
    [[nodiscard]] static constexpr next keep(Answer answer) {
        return {cell_change::keep, std::nullopt, std::move(answer)};
    }
    /// Makes or replaces the cell.
    [[nodiscard]] static constexpr next put(Cell cell, Answer answer) {
        return {cell_change::put, std::move(cell), std::move(answer)};
    }
    /// Removes the cell; removing an absent one is no error.
    [[nodiscard]] static constexpr next erase(Answer answer) {
        return {cell_change::erase, std::nullopt, std::move(answer)};
    }
};

namespace detail {
template <class Decision, class Cell> struct answer_of;
template <class Cell, class Answer> struct answer_of<next<Cell, Answer>, Cell> { using type = Answer; };
template <class Cell> using cell_store_probe = next<Cell, int> (*)(std::optional<Cell> const&, instant);
} // namespace detail

/// The type of the answer of update function `F` for a store of `Cell`; no type where `F` is no update function.
template <class F, class Cell>
using update_answer =
    typename detail::answer_of<std::remove_cvref_t<std::invoke_result_t<F&, std::optional<Cell> const&, instant>>,
                               Cell>::type;

/// A function `(std::optional<Cell> const& cell, instant now) -> next<Cell, Answer>`, with the store's own `Cell`.
template <class F, class Cell>
concept update_function = requires {
    typename update_answer<F, Cell>;
};

/// A store of cells, one for each key, with one verb: `store.update(key, f)`.
///
/// `f` is a pure update_function. Its `cell` is empty where the key has none; its `now` is the store's own clock.
/// update() applies what `f` decided and returns its answer, or a store_error when it could not.
/// Updates of one key are linearisable: each sees all that finished before it began, and nothing comes between its
/// reading and its writing. A store may run `f` more than once, each time with the cell it finds then, and applies only
/// the last decision (an optimistic transaction does so). Therefore `f` must have no effect but its result.
///
/// *Example:* `template <cell_store<window> Store> void serve(Store& store);`
template <class Store, class Cell>
concept cell_store = requires(Store& store, std::string_view key, detail::cell_store_probe<Cell> f) {
    { store.update(key, f) } -> std::same_as<stored<int>>;
};

} // namespace firehose_sse::quota
