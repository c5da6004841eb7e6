// The state diagram. Its steps come from running the function; only their places on the page are fixed by hand. A step
// without a place is a complaint, and so is a place without a step.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "pictures.hpp"
#include <algorithm>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/utility.hpp>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <variant>
#include <vector>

namespace firehose_sse::pictures {
namespace {

using namespace encryption;
using sse_status = model::DeliveryStreamEncryptionStatus;
using stream_status = model::DeliveryStreamStatus;

// ---- what is reachable

// What the picture tells apart: the status, and what the status does not show.
struct spot {
    sse_status status = sse_status::DISABLED;
    bool key = false;
    friend constexpr auto operator<=>(spot const&, spot const&) = default;
};

spot spot_of(state const& s) { return {status(s), s.effective.has_value()}; }

std::string text_of(spot const& at) {
    return std::string(reflect::enum_name(at.status)) + (at.key ? " with a key in effect" : " without a key in effect");
}

struct call {
    std::string name;
    command what;
};

// Every kind of command, as far as it matters to a stream in this state. A kind that this program does not know has its
// defaults and, if it has an attempt, the one that is under way.
struct calls_for {
    state const& s;
    std::vector<call> all{};

    void operator()(boost::mp11::mp_identity<create>) {
        all.push_back({"Create", create{}});
        for (key const& wanted : keys()) { all.push_back({"Create with a key", create{.wanted = wanted}}); }
    }
    void operator()(boost::mp11::mp_identity<start>) {
        for (key const& wanted : keys()) { all.push_back({"Start", start{.wanted = wanted}}); }
    }
    void operator()(boost::mp11::mp_identity<stop>) { all.push_back({"Stop", stop{}}); }
    void operator()(boost::mp11::mp_identity<remove>) { all.push_back({"Delete", remove{}}); }
    void operator()(boost::mp11::mp_identity<work_succeeded>) {
        all.push_back({"succeeded", work_succeeded{s.attempt}});
    }
    void operator()(boost::mp11::mp_identity<work_failed>) {
        using enum model::DeliveryStreamFailureType;
        for (auto const type : {UNKNOWN_ERROR, CREATE_KMS_GRANT_FAILED, RETIRE_KMS_GRANT_FAILED}) {
            all.push_back({"failed", work_failed{s.attempt, type}});
        }
    }
    template <class C> void operator()(boost::mp11::mp_identity<C>) {
        C what{};
        if constexpr (requires { what.attempt = s.attempt; }) { what.attempt = s.attempt; }
        std::string name = plain_name<C>();
        std::replace(name.begin(), name.end(), '_', ' ');
        all.push_back({name, what});
    }

    static std::vector<key> keys() {
        return {key{}, key{model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/a"}};
    }
};

std::vector<call> calls(state const& s) {
    calls_for every{s};
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, command>>(every);
    return every.all;
}

// A change of the status; `from` is empty when the stream is created.
struct step {
    std::optional<spot> from;
    spot to;
    friend bool operator==(step const&, step const&) = default;
    friend bool operator<(step const& a, step const& b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); }
};

// Enough: the longest way to a new step takes three attempts (create with a key, a failed stop, start).
constexpr std::uint64_t most_attempts = 4;

struct survey {
    std::map<step, std::set<std::string>> steps{};
    std::map<spot, std::set<truth>> settled{}; // whether records are encrypted once nothing settles any more
    std::map<sse_status, std::set<std::string>> refused{};  // calls that an ACTIVE stream of this status refuses
    std::map<sse_status, std::set<std::string>> accepted{}; // and those that it accepts
    std::vector<state> states{};

    survey() {
        find({});
        for (std::size_t i = 0; i < states.size(); ++i) { look_at(state(states[i])); }
    }

private:
    using rough = std::tuple<bool, spot, std::uint64_t, std::uint64_t>; // the parts of a state that have an order
    std::map<rough, std::vector<std::size_t>> known_{};

    void find(state const& s) {
        if (s.attempt > most_attempts) { return; }
        rough const at{s.stream.has_value(), spot_of(s), s.attempt, s.effective ? s.effective->attempt : 0};
        auto& alike = known_[at];
        if (std::any_of(alike.begin(), alike.end(), [&](std::size_t i) { return states[i] == s; })) { return; }
        alike.push_back(states.size());
        states.push_back(s);
    }

    void look_at(state const& from) {
        if (from.stream) { settled[spot_of(from)].insert(records_encrypted(from, from.settled_at)); }
        for (call const& each : calls(from)) {
            outcome const got = transition(from, each.what, policy{}, instant{});
            auto const* decided = std::get_if<decision>(&got);
            if (from.stream == stream_status::ACTIVE) {
                (decided != nullptr ? accepted : refused)[status(from)].insert(each.name);
            }
            if (decided == nullptr) { continue; }
            note(from, each.name, decided->next);
            find(decided->next);
        }
    }

    void note(state const& from, std::string const& name, state const& next) {
        if (!next.stream) { return; } // deleted
        auto const begin = from.stream ? std::optional(spot_of(from)) : std::nullopt;
        bool const stays = begin == spot_of(next) && name != "Start" && name != "Stop"; // only the stream changes
        if (!stays) { steps[{begin, spot_of(next)}].insert(name); }
    }
};

// ---- where it stands on the page

constexpr int width = 890;
constexpr int height = 582;
constexpr int box_width = 172;
constexpr int box_height = 58;
constexpr int boundary = 352; // left of it there is no key in effect

struct box {
    spot what;
    int x, y; // its middle
};

using enum model::DeliveryStreamEncryptionStatus;

constexpr box boxes[] = {
    {{ENABLING, false}, 196, 150},        {{ENABLED, true}, 476, 150},          {{ENABLING, true}, 720, 150},
    {{ENABLING_FAILED, false}, 196, 290}, {{ENABLING_FAILED, true}, 720, 290},  {{DISABLED, false}, 196, 430},
    {{DISABLING, true}, 476, 430},        {{DISABLING_FAILED, true}, 720, 430},
};

struct line {
    std::optional<spot> from;
    spot to;
    std::string_view path;
    int x, y; // of its label
    anchor where;
};

constexpr line lines[] = {
    {std::nullopt, {ENABLING, false}, "M196 76V119", 208, 96, anchor::start},
    {std::nullopt, {DISABLED, false}, "M160 504V461", 148, 492, anchor::end},
    {{{DISABLED, false}}, {DISABLED, false}, "M212 459C212 504 250 504 250 461", 258, 492, anchor::start},
    {{{DISABLED, false}}, {ENABLING, false}, "M110 430H70Q50 430 50 410V170Q50 150 70 150H108", 58, 294, anchor::start},
    {{{ENABLING, false}}, {ENABLED, true}, "M282 150H388", 318, 141, anchor::middle},
    {{{ENABLING, false}}, {ENABLING_FAILED, false}, "M166 179V259", 158, 224, anchor::end},
    {{{ENABLING_FAILED, false}}, {ENABLING, false}, "M226 261V181", 234, 224, anchor::start},
    {{{ENABLING_FAILED, false}}, {DISABLED, false}, "M196 319V399", 204, 364, anchor::start},
    {{{ENABLED, true}}, {ENABLING, true}, "M562 138H632", 597, 129, anchor::middle},
    {{{ENABLING, true}}, {ENABLED, true}, "M634 162H564", 599, 181, anchor::middle},
    {{{ENABLED, true}}, {DISABLING, true}, "M446 179V399", 438, 294, anchor::end},
    {{{ENABLING, true}}, {ENABLING_FAILED, true}, "M690 179V259", 682, 224, anchor::end},
    {{{ENABLING_FAILED, true}}, {ENABLING, true}, "M750 261V181", 758, 224, anchor::start},
    {{{ENABLING_FAILED, true}}, {DISABLING, true}, "M634 290H526Q506 290 506 310V399", 514, 364, anchor::start},
    {{{DISABLING, true}}, {DISABLED, false}, "M390 430H284", 318, 421, anchor::middle},
    {{{DISABLING, true}}, {DISABLING_FAILED, true}, "M562 418H632", 597, 409, anchor::middle},
    {{{DISABLING_FAILED, true}}, {DISABLING, true}, "M634 442H564", 599, 461, anchor::middle},
    {{{DISABLING_FAILED, true}},
     {ENABLING, true},
     "M806 430H830Q850 430 850 410V170Q850 150 830 150H808",
     842,
     294,
     anchor::end},
};

constexpr std::string_view ground_of(truth answer) {
    switch (answer) {
    case truth::no: return "hollow";
    case truth::yes: return "solid";
    case truth::indeterminate: break;
    }
    return "open";
}

constexpr std::string_view words_of(truth answer) {
    switch (answer) {
    case truth::no: return "records not encrypted";
    case truth::yes: return "records encrypted";
    case truth::indeterminate: break;
    }
    return "not known";
}

bool has_place(step const& which) {
    return std::any_of(std::begin(lines), std::end(lines), [&](line const& l) { return step{l.from, l.to} == which; });
}
bool has_place(spot const& which) {
    return std::any_of(std::begin(boxes), std::end(boxes), [&](box const& b) { return b.what == which; });
}

std::string complaints(survey const& all) {
    std::string found;
    for (auto const& [each, names] : all.steps) {
        if (has_place(each)) { continue; }
        found += "no place for the step from " + (each.from ? text_of(*each.from) : "nothing") + " to " +
                 text_of(each.to) + ": " + joined(names) + '\n';
    }
    for (line const& l : lines) {
        if (all.steps.contains({l.from, l.to})) { continue; }
        found += "no step goes from " + (l.from ? text_of(*l.from) : "nothing") + " to " + text_of(l.to) + '\n';
    }
    for (auto const& [each, answers] : all.settled) {
        if (!has_place(each)) { found += "no place for " + text_of(each) + '\n'; }
        if (answers.size() != 1) { found += "more than one answer in " + text_of(each) + '\n'; }
    }
    for (box const& b : boxes) {
        if (!all.settled.contains(b.what)) { found += "never reached: " + text_of(b.what) + '\n'; }
    }
    return found;
}

std::string description(survey const& all) {
    std::string text = "Boxes are statuses, split by whether a key is in effect; arrows are what changes them.";
    for (auto const& [each, names] : all.steps) {
        text += '\n' + (each.from ? text_of(*each.from) : std::string("A new stream")) + ": " + joined(names, " or ") +
                " leads to " + text_of(each.to) + '.';
    }
    return text;
}

// "Start, Stop and Delete are refused while ENABLING and DISABLING": one line for each set of calls.
std::vector<std::string> refusals(survey const& all) {
    std::map<std::vector<std::string>, std::vector<std::string>> by_calls;
    for (auto const& [at, refused] : all.refused) {
        std::vector<std::string> always;
        for (auto const* name : {"Start", "Stop", "Delete"}) {
            auto const accepted = all.accepted.find(at);
            bool const sometimes = accepted != all.accepted.end() && accepted->second.contains(name);
            if (refused.contains(name) && !sometimes) { always.emplace_back(name); }
        }
        if (!always.empty()) { by_calls[always].emplace_back(reflect::enum_name(at)); }
    }
    std::vector<std::string> text;
    for (auto const& [names, at] : by_calls) {
        text.push_back(joined(names) + (names.size() == 1 ? " is" : " are") + " refused while " + joined(at) + '.');
    }
    return text;
}

void draw_legend(drawing& d, survey const& all) {
    int x = 390;
    for (auto const answer : {truth::yes, truth::no, truth::indeterminate}) {
        d.rect("box " + std::string(ground_of(answer)), x, 500, 26, 16, 4);
        d.text("small", x + 34, 512, anchor::start, words_of(answer));
        x += answer == truth::no ? 180 : 160;
    }
    auto const settling = std::chrono::duration_cast<std::chrono::seconds>(policy{}.settling).count();
    std::vector<std::string> notes = refusals(all);
    notes.push_back("For " + std::to_string(settling) +
                    " s after a key came into effect or was dropped, it is not known whether records are encrypted.");
    int y = 546;
    for (auto const& note : notes) {
        d.text("small quiet", 20, y, anchor::start, note);
        y += 20;
    }
}

} // namespace

picture draw_life_cycle(look const& colours) {
    static survey const all;
    if (auto found = complaints(all); !found.empty()) { return {.svg = {}, .complaint = std::move(found)}; }

    drawing d(colours, width, height, "The encryption of a delivery stream: its statuses and what changes them",
              description(all));
    d.rect("band", boundary, 14, width - boundary - 14, 470, 6);
    d.text("quiet", 20, 38, anchor::start, "no key in effect");
    d.text("quiet", boundary + 16, 38, anchor::start, "a key in effect");
    for (line const& l : lines) {
        d.arrow(l.path);
        int y = l.y;
        for (std::string const& name : all.steps.at({l.from, l.to})) {
            d.text("small", l.x, y, l.where, name);
            y += 15;
        }
    }
    d.dot(196, 73, 4);
    d.dot(160, 507, 4);
    for (box const& b : boxes) {
        truth const answer = *all.settled.at(b.what).begin();
        std::string const on = answer == truth::yes ? " on-solid" : "";
        d.rect("box " + std::string(ground_of(answer)), b.x - box_width / 2, b.y - box_height / 2, box_width,
               box_height, 10);
        d.text("name" + on, b.x, b.y - 3, anchor::middle, reflect::enum_name(b.what.status));
        d.text("small" + on, b.x, b.y + 16, anchor::middle, words_of(answer));
    }
    draw_legend(d, all);
    return {.svg = std::move(d).finished(), .complaint = {}};
}

} // namespace firehose_sse::pictures
