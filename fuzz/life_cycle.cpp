// A script of commands through the life cycle twice: a host that acknowledges work late, wrongly or twice, and a
// service whose work ends by the clock and whose calls are counted. After every command: what must always be true.
// Level: none (a fuzz target). Input: 24 characters that choose the policies, then one command a byte, see
// fuzz/README.md; any byte means something, so that mutations do too.
// Shared with the proofs: what is true of a state and of a step (tests/simulation/invariants.hpp), the independent
// model with which each step and each call is compared (relations.hpp), and how work ends (work_end.hpp).
// By hand: ./dev fuzz life_cycle 60, or clang++-19 -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined
// -fno-sanitize-recover=all -Iinclude -Itests fuzz/life_cycle.cpp,
// then a.out -max_total_time=60 NEW-INPUTS fuzz/corpus/life_cycle
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/encryption/effect_list.hpp"
#include "firehose_sse/encryption/outstanding.hpp"
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/operation/catch_up.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "require.hpp"
#include "simulation/invariants.hpp"
#include "simulation/relations.hpp"
#include "simulation/work_end.hpp"
#include "slow_quota.hpp"
#include <algorithm>
#include <boost/pfr/ops_fields.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace {

using namespace firehose_sse;
using namespace std::chrono_literals;
using encryption::work_kind;
using model::DeliveryStreamStatus;
using enum model::DeliveryStreamEncryptionStatus;

// Room to use up the quota more than once: more commands only take longer.
constexpr std::size_t largest_input = 165;

auto const& own_key = simulation::own;
auto const& key_a = simulation::a;
auto const& key_b = simulation::b;

// ---- the script

class script {
public:
    explicit script(std::string_view text) : text_(text) {}

    /// Sets a policy to the enumerator that a character of the head chooses; to the first one when the head is short.
    template <class E> void choose(std::size_t place, E& policy) const {
        policy = static_cast<E>(choice(place, reflect::enumerators<E>.size()));
    }
    [[nodiscard]] std::size_t choice(std::size_t place, std::size_t count) const {
        if (place >= std::min(text_.size(), head)) { return 0; }
        return static_cast<unsigned char>(text_[place] - '0') % count;
    }

    [[nodiscard]] std::string commands() const {
        std::string result(text_.substr(std::min(text_.size(), head)));
        for (char& c : result) {
            if (known.find(c) == known.npos) { c = known[static_cast<unsigned char>(c) % known.size()]; }
        }
        return result;
    }

private:
    static constexpr std::size_t head = 24;
    static constexpr std::string_view known = " \nCcKkzOABqxdDpe.,+>]|<ynrsSgGhtTRw0123456789of";

    std::string_view text_;
};

struct world {
    operation::policy rules{};
    encryption::key_directory keys{};
    encryption::caller_facts caller{};
    instant now{std::chrono::hours(24 * 365)};

    explicit world(script const& chosen) {
        chosen.choose(0, rules.encryption.busy);
        chosen.choose(1, rules.encryption.stop_when_disabled);
        chosen.choose(2, rules.encryption.same_key);
        chosen.choose(3, rules.encryption.bad_key);
        chosen.choose(4, rules.encryption.describe_key);
        chosen.choose(5, rules.encryption.unsettled);
        chosen.choose(6, rules.quota.window);
        chosen.choose(7, rules.quota.counts);
        chosen.choose(8, rules.quota_check);
        chosen.choose(9, rules.inactive_put);
        constexpr std::uint32_t limits[] = {25, 1, 2, 3, 0};
        rules.quota.limit = limits[chosen.choice(10, std::size(limits))];
        constexpr std::chrono::milliseconds works[] = {1s, 0s, 10s, 25h, std::chrono::milliseconds::max()};
        rules.work = works[chosen.choice(11, std::size(works))];
        chosen.choose(12, rules.encryption.old_session);
        chosen.choose(13, rules.encryption.stop_without_key);
        chosen.choose(14, rules.encryption.start_after_failed_stop);
        chosen.choose(15, rules.encryption.rotating);
        chosen.choose(16, rules.encryption.disabling);
        constexpr std::size_t grants[] = {8, 0, 1, 2};
        rules.encryption.max_scheduled_grants = grants[chosen.choice(17, std::size(grants))];
        chosen.choose(18, rules.encryption.stop_after_failed_stop);
        chosen.choose(19, rules.encryption.stop_after_failed_rotation);
        chosen.choose(20, rules.encryption.delete_while_enabling);
        chosen.choose(21, rules.other_source);
        chosen.choose(22, rules.deleting_put);
        chosen.choose(23, rules.encryption.create_with_key);
    }

    /// Takes a command about the world; false for any other command.
    bool take(char command) {
        using encryption::key_state;
        switch (command) {
        case ',': now += 1ms; return true;
        case '.': now += 1s; return true;
        case '+': now += 5s; return true;
        case '>': now += 1h; return true;
        case ']': now += 24h - 1ms; return true;
        case '|': now += 24h; return true;
        case '<': now -= 1h; return true; // a clock that is set back
        case '0': keys.known.clear(); return true;
        case '1': keys.known[key_a.arn] = {}; return true;
        case '2': keys.known[key_a.arn] = {.state = key_state::disabled}; return true;
        case '3': keys.known[key_a.arn] = {.state = key_state::missing}; return true;
        case '4': keys.known[key_a.arn] = {.state = key_state::denied}; return true;
        case '5': keys.known[key_a.arn] = {.state = key_state::asymmetric}; return true;
        case '6': keys.known[key_a.arn] = {.create_grant_fails = true}; return true;
        case '7': keys.known[key_a.arn] = {.retire_grant_fails = true}; return true;
        case '8': keys.known[key_b.arn] = {.state = key_state::pending_deletion}; return true;
        case '9': keys.known[key_b.arn] = {.retire_grant_fails = true}; return true;
        case 'o': caller.credential_age = 7h; return true;
        case 'f': caller.credential_age.reset(); return true;
        case ' ':
        case '\n': return true;
        default: return false;
        }
    }
};

// ---- what is true of every state

void require_none(char const* broken) { require(broken == nullptr, broken); }

simulation::subject const library;

/// For a host that has lost its effects: what may not have been done yet, and where each attempt's grant stands.
void check_outstanding(encryption::state const& s) {
    using encryption::grant_standing;
    auto const left = encryption::outstanding(s);
    std::size_t work = 0;
    for (auto const& each : left) {
        auto const expect = [&](std::uint64_t attempt, grant_standing standing) {
            require(encryption::standing_of(s, attempt) == standing, "what is left to do is what a grant waits for");
        };
        if (auto const* made = std::get_if<encryption::create_grant>(&each)) {
            expect(made->attempt, grant_standing::wanted);
        } else if (auto const* given_up = std::get_if<encryption::schedule_retirement>(&each)) {
            expect(given_up->attempt, grant_standing::scheduled);
        } else if (auto const* late = std::get_if<encryption::retire_after_delivery>(&each)) {
            expect(late->attempt, grant_standing::scheduled);
        } else {
            ++work;
        }
    }
    require(work == (s.pending ? 1u : 0u), "what is under way is begun again, and nothing else");
    std::uint64_t live = 0;
    if (s.effective) { live += encryption::standing_of(s, s.effective->attempt) == grant_standing::live ? 1u : 0u; }
    if (s.pending) { live += encryption::standing_of(s, s.pending->attempt) == grant_standing::live ? 1u : 0u; }
    require(live == encryption::live_grants(s), "the grants in use are those that stand so");
    require(encryption::standing_of(s, s.attempt + 1) == grant_standing::none, "an attempt to come has no grant");
}

void check_state(encryption::state const& s, encryption::policy const& rules, instant now) {
    require_none(simulation::broken_state(s, rules));
    require_none(simulation::broken_answers(library, s, rules, now));
    require(status(s) != ENABLED || s.effective, "ENABLED means a key in effect");
    bool const key_of_create = s.stream == model::DeliveryStreamStatus::CREATING &&
                               rules.create_with_key == encryption::create_with_key_answer::then_enabling;
    require(!s.queued || key_of_create || rules.busy == encryption::busy_answer::queue,
            "nothing waits without a queue");
    check_outstanding(s);
}

// ---- a host that does work and acknowledges it

class acknowledging_host {
public:
    explicit acknowledging_host(world const& w) : world_(w), history_(w.rules.encryption) {}

    void take(char command) {
        std::uint64_t const attempt = state_.attempt;
        using enum model::DeliveryStreamFailureType;
        using enum model::DeliveryStreamType;
        switch (command) {
        case 'C': create(DirectPut, std::nullopt); break;
        case 'c': create(DirectPut, key_a); break;
        case 'k': create(DirectPut, own_key); break;
        case 'K': create(KinesisStreamAsSource, std::nullopt); break;
        case 'z': create(DirectPut, std::nullopt, attempt + 100); break;
        case 'O': start(own_key); break;
        case 'A': start(key_a); break;
        case 'B': start(key_b); break;
        case 'x': step(encryption::stop{}); break;
        case 'd': step(encryption::remove{false}); break;
        case 'D': step(encryption::remove{true}); break;
        case 'y': step(encryption::work_succeeded{attempt}); break;
        case 'n': step(encryption::work_failed{attempt, INVALID_KMS_KEY}); break;
        case 'r': step(encryption::work_failed{attempt, CREATE_KMS_GRANT_FAILED}); break;
        case 's': step(encryption::work_succeeded{attempt - 1}); break;
        case 'S': step(encryption::work_failed{attempt + 1, UNKNOWN_ERROR}); break;
        case 'g': step(encryption::grant_created{attempt}); break;
        case 'G': step(encryption::grant_refused{attempt, KMS_ACCESS_DENIED}); break;
        case 'h': step(encryption::grant_created{attempt - 1}); break;
        case 't': step(encryption::grant_retired{oldest_scheduled()}); break;
        case 'T': step(encryption::retirement_refused{oldest_scheduled()}); break;
        case 'R': step(encryption::grant_retired{latest_scheduled()}); break;
        case 'w': step(encryption::time_passed{}); break;
        default: break;
        }
        check_state(state_, world_.rules.encryption, world_.now);
    }

private:
    void create(model::DeliveryStreamType source, std::optional<encryption::key> const& wanted,
                std::uint64_t attempts_before = 0) {
        auto const facts = wanted ? world_.keys.find(wanted->arn) : encryption::key_facts{};
        step(encryption::create{source, wanted, world_.caller, facts, attempts_before});
    }

    void start(encryption::key const& wanted) {
        step(encryption::start{wanted, world_.caller, world_.keys.find(wanted.arn)});
    }

    // where nothing is scheduled, an attempt whose grant nobody retires
    [[nodiscard]] std::uint64_t oldest_scheduled() const {
        auto const& scheduled = state_.grants.scheduled;
        return scheduled.empty() ? state_.attempt : scheduled.front().attempt;
    }
    [[nodiscard]] std::uint64_t latest_scheduled() const {
        auto const& scheduled = state_.grants.scheduled;
        return scheduled.empty() ? state_.attempt : scheduled.back().attempt;
    }

    void step(encryption::command const& what) {
        auto const& rules = world_.rules.encryption;
        auto const outcome = transition(state_, what, rules, world_.now);
        require(outcome == transition(state_, what, rules, world_.now), "the same again is the same");
        require_none(simulation::broken_step(state_, what, rules, world_.now, outcome));
        auto const* decided = std::get_if<encryption::decision>(&outcome);
        compare(what, outcome);
        if (decided == nullptr) { return; }
        for (auto const& effect : decided->effects) {
            require(told_.insert(encryption::id_of("s", effect)).second, "no two effects have one id");
        }
        kept_ = decided->effects;
        require(kept_ == decided->effects && kept_.size() == decided->effects.size(), "effects can be kept");
        require(kept_.empty() || (kept_.front() == decided->effects.front() && kept_.back() == decided->effects.back()),
                "from the first to the last");
        auto& itself = kept_;
        kept_ = std::as_const(itself);
        kept_ = std::move(itself);
        require(kept_ == decided->effects, "and given to themselves");
        if (kept_.size() == 2) {
            require(encryption::effect_list{kept_.front(), kept_.back()} == kept_, "or told one by one");
        }
        bool const settles = decided->next.settled_at <= std::max(state_.settled_at, world_.now + rules.settling);
        require(settles, "settling has an end");
        state_ = decided->next;
    }

    /// Compares with a model that keeps only a history; not any more after the clock was set back.
    void compare(encryption::command const& what, encryption::outcome const& outcome) {
        steps_back_ = steps_back_ || world_.now < latest_;
        latest_ = world_.now;
        if (steps_back_) { return; }
        auto const expected = history_.take(what, world_.now);
        if (auto const* refused = std::get_if<encryption::refusal>(&outcome)) {
            require(expected.refused == *refused, "both models refuse, and for the same reason");
            return;
        }
        auto const& decided = std::get<encryption::decision>(outcome);
        require(!expected.refused, "both models take the command");
        require(std::vector<encryption::effect>(decided.effects) == expected.effects, "with the same effects");
        require_none(simulation::difference(library, decided.next, history_, world_.rules.encryption, world_.now));
    }

    world const& world_;
    simulation::history history_;
    instant latest_ = instant::min();
    bool steps_back_ = false;
    encryption::state state_{};
    std::set<encryption::effect_id> told_{};
    encryption::effect_list kept_{};
};

// ---- a service whose work ends by the clock

/// The model of such a service: the history of its stream, whose work ends as AWS documents it. It does not ask the
/// library, and stops when the clock is set back.
class clock_model {
public:
    explicit clock_model(world const& w) : world_(w) {}

    /// Ends what is due before a call is looked at; false when the model has stopped.
    bool catch_up() {
        stopped_ = stopped_ || world_.now < latest_;
        latest_ = world_.now;
        while (!stopped_ && history_->work() != nullptr && due_ <= world_.now) { end_work(); }
        return !stopped_;
    }

    /// Whether the command of a call is accepted, if its quota admits it.
    bool take(encryption::command const& what) {
        if (std::holds_alternative<encryption::create>(what) && !history_->exists()) {
            history_.emplace(world_.rules.encryption); // attempts are counted anew
            timed_ = 0;
        }
        bool const accepted = !history_->take(what, world_.now).refused;
        time_work(world_.now);
        return accepted;
    }

    [[nodiscard]] simulation::history const& history() const { return *history_; }

private:
    void end_work() {
        auto const work = *history_->work();
        auto const* const effective = history_->in_effect();
        simulation::ending_work ending{.kind = work.kind, .forced = history_->was_forced()};
        if (work.of != nullptr) { ending.wanted = *work.of; }
        if (effective != nullptr) { ending.in_effect = *effective->of; }
        if (ending.wanted) { ending.facts_of_wanted = world_.keys.find(ending.wanted->arn); }
        if (ending.in_effect) { ending.facts_of_in_effect = world_.keys.find(ending.in_effect->arn); }
        auto const& rules = world_.rules.encryption;
        if (work.flag) { ending.caller.credential_age = rules.max_credential_age + 1s; }
        instant const ended = due_;
        if (auto const failure = simulation::expected_end(ending, rules)) {
            history_->take(encryption::work_failed{work.attempt, *failure}, ended);
        } else {
            history_->take(encryption::work_succeeded{work.attempt}, ended);
        }
        time_work(ended);
        std::vector<std::pair<std::uint64_t, bool>> grants; // and whether each is retired
        for (auto const* each : history_->scheduled()) {
            grants.emplace_back(each->attempt, !world_.keys.find(each->of->arn).retire_grant_fails);
        }
        for (auto const& [attempt, retired] : grants) {
            if (retired) {
                history_->take(encryption::grant_retired{attempt}, ended);
            } else {
                history_->take(encryption::retirement_refused{attempt}, ended);
            }
        }
    }

    void time_work(instant now) {
        auto const* const work = history_->work();
        if (work == nullptr || work->attempt == timed_) { return; }
        timed_ = work->attempt;
        due_ = world_.rules.work > instant::max() - now ? instant::max() : now + world_.rules.work;
    }

    world const& world_;
    std::optional<simulation::history> history_{world_.rules.encryption};
    /// When the work of the attempt `timed_` ends.
    instant due_{};
    std::uint64_t timed_ = 0;
    instant latest_ = instant::min();
    bool stopped_ = false;
};

class counting_service {
public:
    explicit counting_service(world const& w) : world_(w), slow_(w.rules.quota), model_(w) {}

    void take(char command) {
        using namespace operation;
        using enum model::DeliveryStreamType;
        switch (command) {
        case 'C': create(DirectPut, nullptr); break;
        case 'c': create(DirectPut, &key_a); break;
        case 'k': create(DirectPut, &own_key); break;
        case 'K': create(KinesisStreamAsSource, nullptr); break;
        case 'z': create(DirectPut, nullptr, attempts_before_ += 100); break;
        case 'O': call<StartDeliveryStreamEncryption>({"s", std::nullopt}); break;
        case 'A': call<StartDeliveryStreamEncryption>({"s", configuration(key_a)}); break;
        case 'B': call<StartDeliveryStreamEncryption>({"s", configuration(key_b)}); break;
        case 'q': call<StartDeliveryStreamEncryption>({"s", {{std::nullopt, key_a.type}}}); break;
        case 'x': call<StopDeliveryStreamEncryption>({"s"}); break;
        case 'd': call<DeleteDeliveryStream>({"s", std::nullopt}); break;
        case 'D': call<DeleteDeliveryStream>({"s", true}); break;
        case 'p': call<PutRecord>({"s", {"x"}}); break;
        case 'e': call<DescribeDeliveryStream>({"s", {}, {}}); break;
        default: break;
        }
        if (cell_) { check_state(cell_->encryption, world_.rules.encryption, world_.now); }
    }

private:
    using record = operation::stream_record;

    static bool same(record const& a, record const& b) { return boost::pfr::eq_fields(a, b); }

    static model::DeliveryStreamEncryptionConfigurationInput configuration(encryption::key const& wanted) {
        model::DeliveryStreamEncryptionConfigurationInput made{{}, wanted.type};
        if (wanted.needs_grant()) { made.KeyARN = wanted.arn; }
        return made;
    }

    void create(model::DeliveryStreamType source, encryption::key const* wanted, std::uint64_t attempts_before = 0) {
        model::CreateDeliveryStreamInput request;
        request.DeliveryStreamName = "s";
        request.DeliveryStreamType = source;
        request.S3DestinationConfiguration = raw_json{"{}"};
        if (wanted != nullptr) { request.DeliveryStreamEncryptionConfigurationInput = configuration(*wanted); }
        call<operation::CreateDeliveryStream>(request, attempts_before);
    }

    /// What an operation finds once work that is due has ended: the same in one step and in two.
    std::optional<record> catch_up(operation::context const& with) const {
        auto found = operation::catch_up(*cell_, with, world_.now);
        auto const first = operation::catch_up(*cell_, with, cell_->work_due);
        auto const by_steps = first ? operation::catch_up(*first, with, world_.now) : std::nullopt;
        require(found.has_value() == by_steps.has_value() && (!found || same(*found, *by_steps)),
                "looking in between changes nothing");
        bool const tried = cell_->encryption.pending->kind == work_kind::enabling && !cell_->encryption.queued;
        require(!tried || status(first->encryption) == ENABLED ||
                    first->encryption.effective == cell_->encryption.effective,
                "a failed change of key leaves the old one");
        return found;
    }

    /// The command of a call; nothing where the request breaks a rule, or changes nothing.
    template <class Op>
    [[nodiscard]] std::optional<encryption::command> meaning(typename Op::input const& request,
                                                             std::uint64_t attempts_before) const {
        auto const facts_of = [&](encryption::key const& k) { return world_.keys.find(k.arn); };
        if constexpr (std::is_same_v<Op, operation::StopDeliveryStreamEncryption>) {
            return encryption::stop{};
        } else if constexpr (std::is_same_v<Op, operation::DeleteDeliveryStream>) {
            return encryption::remove{request.AllowForceDelete.value_or(false)};
        } else if constexpr (requires { request.DeliveryStreamEncryptionConfigurationInput; }) {
            auto const& asked = request.DeliveryStreamEncryptionConfigurationInput;
            std::optional<encryption::key> wanted;
            if (asked) { wanted = encryption::key{*asked->KeyType.value(), asked->KeyARN.value_or("").value}; }
            if (wanted && wanted->type == key_a.type && wanted->arn.empty()) { return std::nullopt; }
            if constexpr (std::is_same_v<Op, operation::CreateDeliveryStream>) {
                auto const facts = wanted ? facts_of(*wanted) : encryption::key_facts{};
                return encryption::create{*request.DeliveryStreamType->value(), wanted, world_.caller, facts,
                                          attempts_before};
            } else {
                wanted = wanted.value_or(own_key);
                return encryption::start{*wanted, world_.caller, facts_of(*wanted)};
            }
        } else {
            return std::nullopt;
        }
    }

    /// Compares with the model: whether the call is taken, and what becomes of the stream.
    template <class Op>
    void compare(std::optional<encryption::command> const& what, bool full, bool accepted, record const* after) {
        if (what) {
            bool const admitted = !(operation::is_charged<Op> && full);
            require(accepted == (admitted && model_.take(*what)), "what is taken is what the documents have");
        } else if (operation::is_charged<Op>) {
            require(!accepted, "a request that breaks a rule is refused");
        }
        require((after != nullptr) == model_.history().exists(), "a stream is there as long as its history says");
        if (after == nullptr) { return; }
        require_none(
            simulation::difference(library, after->encryption, model_.history(), world_.rules.encryption, world_.now));
    }

    template <class Op> void call(typename Op::input const& request, std::uint64_t attempts_before = 0) {
        operation::context with{world_.rules, world_.keys, world_.caller, 0, "r"};
        with.attempts_before = attempts_before;
        bool const compared = model_.catch_up();
        bool const due = cell_ && operation::is_due(*cell_, world_.now);
        auto const caught = due ? catch_up(with) : std::nullopt;
        record const* const found = due ? (caught ? &*caught : nullptr) : (cell_ ? &*cell_ : nullptr);
        if (found == nullptr) { slow_.forget(); } // another stream, another count
        bool const full = slow_.full(world_.now);

        auto decided = operation::perform<Op>(cell_, request, with, world_.now);
        auto const& answer = decided.answer.answer;
        bool const accepted = answer.index() == 0;
        bool const created = accepted && std::is_same_v<Op, operation::CreateDeliveryStream>;
        require(!created || decided.cell->encryption.attempt == attempts_before + 1, "attempts are numbered on");
        record const* after = found;
        switch (decided.change) {
        case quota::cell_change::keep: require(!due, "what catching up changed is kept"); break;
        case quota::cell_change::erase:
            require(due && found == nullptr && !accepted, "only what is deleted goes");
            break;
        case quota::cell_change::put:
            after = &*decided.cell;
            require(found != nullptr || (accepted && std::is_same_v<Op, operation::CreateDeliveryStream>),
                    "a stream comes into being by Create only");
            break;
        }
        if (found != nullptr && after != found) { check_change(*found, *after, accepted); }
        check<Op>(found, after, answer, accepted);
        if (compared) { compare<Op>(meaning<Op>(request, attempts_before), full, accepted, after); }
        if (decided.change == quota::cell_change::erase) { cell_.reset(); }
        if (decided.change == quota::cell_change::put) { cell_ = std::move(decided.cell); }
    }

    static void check_change(record const& found, record const& after, bool accepted) {
        require(after.encryption.effective == found.encryption.effective, "no call changes the key in effect");
        if (accepted) { return; }
        record but_charge = after;
        but_charge.quota = found.quota;
        require(same(but_charge, found), "a refused call leaves at most its charge");
    }

    template <class Op>
    void check(record const* found, record const* after, operation::answer<Op> const& answer, bool accepted) {
        if constexpr (operation::may_answer<Op, model::ResourceNotFoundException> &&
                      !std::is_same_v<Op, operation::PutRecord>) {
            require((found == nullptr) == std::holds_alternative<model::ResourceNotFoundException>(answer),
                    "what is not there is not found");
        }
        if constexpr (std::is_same_v<Op, operation::StartDeliveryStreamEncryption> ||
                      std::is_same_v<Op, operation::StopDeliveryStreamEncryption>) {
            if (found != nullptr) { check_charge<Op>(*found, *after, answer, accepted); }
        } else if (found != nullptr) {
            require(after->quota == found->quota, "nothing but Start and Stop is charged");
        }
        if constexpr (std::is_same_v<Op, operation::PutRecord>) { check_put(found, answer); }
        if constexpr (std::is_same_v<Op, operation::DescribeDeliveryStream>) {
            if (accepted) { check_failure(std::get<0>(answer).DeliveryStreamDescription); }
        }
    }

    template <class Op>
    void check_charge(record const& found, record const& after, operation::answer<Op> const& answer, bool accepted) {
        bool const full = slow_.full(world_.now);
        bool const limited = std::holds_alternative<model::LimitExceededException>(answer);
        require(!accepted || !full, "no call is accepted above the limit");
        require(!limited || full, "no call is refused below the limit");
        bool const direct_put = found.encryption.source == model::DeliveryStreamType::DirectPut;
        require(world_.rules.quota_check == operation::quota_check::after_state || !full || limited || !direct_put,
                "a quota that is looked at first is told first");
        bool const in_use = world_.rules.other_source == operation::other_source_answer::resource_in_use;
        require(direct_put || (in_use ? std::holds_alternative<model::ResourceInUseException>(answer)
                                      : std::holds_alternative<model::InvalidArgumentException>(answer)),
                "what cannot be encrypted is refused as the policy has it");
        auto const fate = accepted  ? quota::call_fate::accepted
                          : limited ? quota::call_fate::refused_by_quota
                                    : quota::call_fate::refused;
        if (quota::is_counted(world_.rules.quota.counts, fate)) { slow_.charge(world_.now); }
        if (accepted) { slow_.accept(world_.now); }
        auto const verdict = quota::peek(after.quota, world_.rules.quota, world_.now);
        require(verdict.admitted != slow_.full(world_.now), "both counts agree");
        require(!verdict.admitted || verdict.left + slow_.counted(world_.now) == world_.rules.quota.limit,
                "to the last call");
    }

    static void check_failure(model::DeliveryStreamDescription const& shown) {
        bool const failed = shown.DeliveryStreamStatus == DeliveryStreamStatus::CREATING_FAILED ||
                            shown.DeliveryStreamStatus == DeliveryStreamStatus::DELETING_FAILED;
        require(shown.FailureDescription.has_value() == failed, "a stream that has failed says why, and no other");
    }

    void check_put(record const* found, operation::answer<operation::PutRecord> const& answer) const {
        auto const* const key = found && found->encryption.effective ? &found->encryption.effective->key : nullptr;
        bool const usable =
            key == nullptr || !key->needs_grant() || world_.keys.find(key->arn).state == encryption::key_state::enabled;
        bool const going = found && found->encryption.stream == DeliveryStreamStatus::DELETING &&
                           world_.rules.deleting_put == operation::deleting_put_answer::accept;
        bool const direct = found && found->encryption.source == model::DeliveryStreamType::DirectPut;
        bool const ready = direct && (going || found->encryption.stream == DeliveryStreamStatus::ACTIVE) && usable;
        auto const* const taken = std::get_if<model::PutRecordOutput>(&answer);
        require((taken != nullptr) == ready,
                "records are taken by an ACTIVE stream of DirectPut with a key that works, or by one that goes");
        if (taken != nullptr) {
            bool const guessed = world_.rules.encryption.unsettled == encryption::unsettled_answer::encrypted;
            require(taken->Encrypted != true || guessed ||
                        (key != nullptr && found->encryption.settled_at <= world_.now),
                    "Encrypted is said of settled records only");
            require(taken->Encrypted ==
                        encryption::reported_encrypted(found->encryption, world_.rules.encryption, world_.now),
                    "and is what is reported of the stream");
        }
        require(!std::holds_alternative<model::InvalidKMSResourceException>(answer) || !usable,
                "a key that works is not refused");
    }

    world const& world_;
    std::optional<record> cell_{};
    slow_quota slow_;
    clock_model model_;
    std::uint64_t attempts_before_ = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > largest_input) { return 0; }
    script const chosen({reinterpret_cast<char const*>(data), size});
    world shared(chosen);
    acknowledging_host host(shared);
    counting_service service(shared);
    for (char const command : chosen.commands()) {
        if (shared.take(command)) { continue; }
        host.take(command);
        service.take(command);
    }
    return 0;
}
