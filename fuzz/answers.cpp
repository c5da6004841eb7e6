// The oracle when answers are altered: it goes on, finds nothing before the first altered answer, and later answers do
// not change what it has found. Level: none (a fuzz target). Input: a script (fuzzing/script.hpp) with lines between
// that set the endpoint (`!`), or change the request (`>`) or the answer (`<`) of the step before; see fuzz/README.md.
// By hand: ./dev fuzz answers 60, or as fuzz/decode.cpp says, with -Itests. SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/finding_meaning.hpp"
#include "firehose_sse/fuzzing/oracle.hpp"
#include "firehose_sse/fuzzing/script.hpp"
#include "firehose_sse/fuzzing/sequence.hpp"
#include "firehose_sse/wire/error_body.hpp"
#include "require.hpp"
#include "simulation/toy_endpoint.hpp"
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace firehose_sse;
using namespace std::chrono_literals;
using simulation::planted_fault;

// More only takes longer.
constexpr std::size_t most_lines = 96;
constexpr std::size_t most_body = 16 * 1024;
constexpr std::uint64_t most_number = 2'000;

/// A line that is no step, without its mark: its first word and the rest.
struct change {
    std::string_view word;
    std::string_view rest;
};

struct altered_step {
    fuzzing::step what{};
    std::vector<change> of_request{};
    std::vector<change> of_answer{};
};

/// The endpoint's settings, what its judge knows, and the steps.
struct scene {
    planted_fault fault = planted_fault::none;
    operation::policy service{};
    bool documentation_only = false;
    std::string own_prefix{};
    std::chrono::milliseconds latency{};
    std::size_t max_candidates = 16;
    std::size_t max_streams = 100;
    std::vector<fuzzing::choice> open{};
    bool deaf = false;
    std::vector<altered_step> steps{};

    [[nodiscard]] fuzzing::oracle_policy known() const {
        auto made =
            documentation_only ? fuzzing::oracle_policy::any_endpoint() : fuzzing::oracle_policy::exactly(service);
        made.max_candidates = max_candidates;
        made.max_streams = max_streams;
        made.own_prefix = own_prefix;
        made.service.max_streams = service.max_streams;
        made.service.encryption.max_streams_per_key = service.encryption.max_streams_per_key;
        made.service.quota.limit = service.quota.limit;
        for (auto const each : open) { made.choices.open(each); }
        if (documentation_only && own_prefix.empty()) { made.tolerated.other_streams = false; }
        return made;
    }
};

std::string_view take_word(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    auto const word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return word;
}

/// `fault NAME`, `documentation`, `deaf` (keys and callers cannot be set), `open CHOICE`, `own PREFIX`, `latency 4ms`,
/// `work 10s`, a number that limits the oracle (`candidates`, `streams`) or the endpoint (`account`, `per_key`,
/// `quota`), or a choice and its value.
bool set(scene& made, std::string_view line) {
    auto const word = take_word(line);
    auto const number = fuzzing::detail::number_of(line, 100);
    if (word == "fault") {
        auto const fault = reflect::enum_value<planted_fault>(line);
        made.fault = fault.value_or(planted_fault::none);
        return fault.has_value();
    }
    if (word == "documentation") { return made.documentation_only = true; }
    if (word == "deaf") { return made.deaf = true; }
    if (word == "own") {
        made.own_prefix = line;
        return true;
    }
    if (word == "open") {
        auto const which = reflect::enum_value<fuzzing::choice>(line);
        if (which) { made.open.push_back(*which); }
        return which.has_value();
    }
    if (word == "latency" || word == "work") {
        auto const time = fuzzing::detail::duration_of(line);
        (word == "work" ? made.service.work : made.latency) =
            std::min<std::chrono::milliseconds>(time.value_or(0ms), 10s);
        return time.has_value();
    }
    if (word == "account") { return (made.service.max_streams = number.value_or(0)) != 0; }
    if (word == "per_key") { return (made.service.encryption.max_streams_per_key = number.value_or(0)) != 0; }
    if (word == "quota") { return (made.service.quota.limit = static_cast<std::uint32_t>(number.value_or(0))) != 0; }
    if (word == "candidates") { return (made.max_candidates = number.value_or(0)) != 0; }
    if (word == "streams") { return (made.max_streams = number.value_or(0)) != 0; }
    auto const which = reflect::enum_value<fuzzing::choice>(word);
    return which && fuzzing::with_choice(*which, made.service, [&]<class E>(E& value) {
               auto const wanted = reflect::enum_value<E>(line);
               value = wanted.value_or(value);
               return wanted.has_value();
           });
}

/// False for steps that would only cost memory or time.
bool is_modest(fuzzing::step const& what) {
    if (auto const time = fuzzing::wait_of(what)) { return *time <= std::chrono::hours(24 * 400); }
    if (what.verb == fuzzing::verb::send || what.verb == fuzzing::verb::send_base64) { return true; }
    return std::ranges::all_of(what.words, [](std::string const& word) {
        bool const digits = word.find_first_not_of("0123456789") == word.npos;
        return !digits || fuzzing::detail::number_of(word, most_number).has_value();
    });
}

/// Nothing when a line has no meaning.
std::optional<scene> read(std::string_view text) {
    scene made;
    for (std::size_t lines = 0; !text.empty(); ++lines) {
        if (lines == most_lines) { return std::nullopt; }
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        char const mark = line.empty() ? '#' : line.front();
        if (mark == '#') { continue; }
        if (mark == '!' || mark == '<' || mark == '>') {
            line.remove_prefix(1);
            if (mark == '!') {
                if (!set(made, line)) { return std::nullopt; }
                continue;
            }
            if (made.steps.empty()) { return std::nullopt; }
            auto const word = take_word(line);
            auto& last = made.steps.back();
            (mark == '<' ? last.of_answer : last.of_request).push_back({word, line});
            continue;
        }
        auto step = fuzzing::parse_step(line);
        if (!step) {
            require(step.error().column <= line.size() + 1 && !to_text(step.error()).empty(),
                    "what is no step says where and why");
            return std::nullopt;
        }
        require(fuzzing::parse_step(to_text(*step)) == *step, "a step is its line");
        if (!is_modest(*step)) { return std::nullopt; }
        made.steps.push_back({*std::move(step)});
    }
    return made;
}

/// `Name: value` adds a header behind the others; `no Name` removes all headers of that name.
bool change_headers(std::vector<fuzzing::header>& headers, change const& what) {
    if (what.word == "no") {
        std::erase_if(headers, [&](auto const& each) { return each.name == what.rest; });
        return true;
    }
    if (!what.word.ends_with(':')) { return false; }
    headers.push_back({std::string(what.word.substr(0, what.word.size() - 1)), std::string(what.rest)});
    return true;
}

/// `method GET`, `path /x`, a header, or a body.
void change_request(fuzzing::request& sent, change const& what) {
    if (change_headers(sent.headers, what)) { return; }
    if (what.word == "method") { sent.method = what.rest; }
    if (what.word == "path") { sent.path = what.rest; }
    if (what.word == "body") { sent.body = what.rest; }
}

/// Changes the value at a JSON pointer of the body; removes it when no value is given.
void change_value(std::string& body, std::string_view pointer, std::string_view value) {
    auto const slash = pointer.rfind('/');
    boost::system::error_code error;
    auto document = boost::json::parse(body, error);
    if (error || slash == pointer.npos) { return; }
    auto const wanted = value.empty() ? boost::json::value() : boost::json::parse(value, error);
    if (error) { return; }
    if (auto* const there = document.find_pointer(pointer, error); there != nullptr && !value.empty()) {
        *there = wanted;
    } else if (auto* const owner = document.find_pointer(pointer.substr(0, slash), error); owner != nullptr) {
        auto const name = pointer.substr(slash + 1);
        if (owner->is_object() && value.empty()) { owner->as_object().erase(name); }
        if (owner->is_object() && !value.empty()) { owner->as_object()[name] = wanted; }
    }
    body = boost::json::serialize(document);
}

/// `none`, `status 404`, `error TYPE`, `again` (the body of the answer before), `body TEXT`, `set POINTER JSON`,
/// `drop POINTER`, or a header.
void change_answer(std::optional<fuzzing::answer>& received, change const& what, std::string const& before) {
    if (!received) { return; }
    auto& given = *received;
    if (change_headers(given.headers, what)) { return; }
    auto rest = what.rest;
    if (what.word == "none") { received.reset(); }
    if (what.word == "status") {
        given.status = static_cast<int>(fuzzing::detail::number_of(rest, most_number).value_or(0));
    }
    if (what.word == "error") {
        given.status = wire::http_status(rest);
        given.body = wire::encode_error(rest, "m");
    }
    if (what.word == "again") { given.body = before; }
    if (what.word == "body") { given.body = rest; }
    if (what.word == "drop") { change_value(given.body, rest, {}); }
    if (what.word == "set") {
        auto const pointer = take_word(rest);
        change_value(given.body, pointer, rest.empty() ? "null" : rest);
    }
}

/// Answers like the endpoint, apart from the changes of the step.
class altering_endpoint {
public:
    explicit altering_endpoint(scene const& made) : endpoint_(made.fault, made.service), deaf_(made.deaf) {
        endpoint_.set_latency(made.latency);
    }

    void begin(altered_step const& current) { current_ = &current; }

    fuzzing::exchange send(fuzzing::request what) {
        if (auto const name = fuzzing::operation_of(what); !name.empty()) { // else no line could begin with it
            auto const same = fuzzing::parse_step(to_text(fuzzing::send_step(name, what.body)));
            require(same && fuzzing::request_of(*same, {}) == what, "any request is a line of a script");
        }
        for (auto const& each : current_->of_request) { change_request(what, each); }
        auto made = endpoint_.send(what);
        for (auto const& each : current_->of_answer) { change_answer(made.received, each, before_); }
        if (made.received) {
            made.received->body.resize(std::min(made.received->body.size(), most_body));
            before_ = made.received->body;
        }
        return made;
    }
    void wait(std::chrono::milliseconds time) { endpoint_.wait(time); }
    std::optional<fuzzing::interval> set_key(fuzzing::key_setting const& key) {
        return deaf_ ? std::nullopt : endpoint_.set_key(key);
    }
    bool set_caller(encryption::caller_facts const& caller) { return !deaf_ && endpoint_.set_caller(caller); }

private:
    simulation::toy_endpoint endpoint_;
    bool deaf_;
    altered_step const* current_ = nullptr;
    std::string before_{};
};

std::vector<fuzzing::located_finding> play(scene const& made, std::size_t steps, fuzzing::oracle& judge) {
    altering_endpoint endpoint(made);
    std::vector<fuzzing::located_finding> found;
    for (std::size_t i = 0; i < steps; ++i) {
        endpoint.begin(made.steps[i]);
        for (auto& each : fuzzing::run_step(made.steps[i].what, endpoint, judge)) {
            found.push_back({i, std::move(each)});
        }
    }
    return found;
}

bool is_altered(altered_step const& each) { return !each.of_answer.empty(); }

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const made = read({reinterpret_cast<char const*>(data), size});
    if (!made || made->own_prefix.size() > 64) { return 0; }
    fuzzing::oracle judge(made->known());
    auto const found = play(*made, made->steps.size(), judge);

    auto const first_lie = std::ranges::find_if(made->steps, is_altered) - made->steps.begin();
    for (auto const& each : found) {
        bool const lied = made->fault != planted_fault::none || std::cmp_greater_equal(each.step, first_lie);
        if (!lied) { std::fprintf(stderr, "step %zu: %s\n", each.step, to_text(each.what).c_str()); }
        require(lied, "nothing is found as long as the answers are those of a sound endpoint");
        require(fuzzing::detail::is_printable(to_text(each.what)), "a finding is a line of text");
        require(!fuzzing::meaning_of(each.what.kind).empty(), "and means something");
    }
    for (auto const& each : made->steps) {
        std::string_view const stream = each.what.words.empty() ? std::string_view() : each.what.words.front();
        require(judge.candidates(stream) <= made->max_candidates, "no more histories are kept than may be");
    }
    require(judge.given_up() <= made->steps.size(), "a stream is given up once a call at most");

    // Later steps do not change what was found before.
    fuzzing::oracle again(made->known());
    auto const half = play(*made, made->steps.size() / 2, again);
    auto const same = [](auto const& a, auto const& b) { return a.step == b.step && a.what == b.what; };
    require(half.size() <= found.size() && std::equal(half.begin(), half.end(), found.begin(), same),
            "what is found in the first steps does not depend on the others");
    return 0;
}
