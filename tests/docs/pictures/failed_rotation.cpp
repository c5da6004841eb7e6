// A change of key that fails, over time: a script of calls is run on a clock of its own, and the lanes show what the
// projections say at each moment.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/conclude.hpp"
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "pictures.hpp"
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::pictures {
namespace {

using namespace encryption;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr milliseconds length = 64s;
constexpr milliseconds tick = 100ms;

// ---- what happens

key customer_key(std::string const& name) {
    return {model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/" + name};
}

std::string name_of(key const& k) { return k.arn.substr(k.arn.rfind('/') + 1); }

// What is written at a mark: the command, then what else there is to say of it.
struct spell {
    std::vector<std::string> operator()(start const& c) const { return {"Start " + name_of(c.wanted)}; }
    std::vector<std::string> operator()(work_succeeded const&) const { return {"succeeded"}; }
    std::vector<std::string> operator()(work_failed const& c) const {
        return {"failed", std::string(reflect::enum_name(c.type))};
    }
    template <class C> std::vector<std::string> operator()(C const&) const { return {plain_name<C>()}; }
};

using effect_words = std::pair<std::string, std::string>; // the kind of an effect, and its key if it has one

struct mark {
    milliseconds at;
    std::vector<std::string> command;
    std::vector<effect_words> effects;
};

struct event {
    milliseconds at;
    std::function<std::optional<command>(state const&)> what;
    std::string_view remark{};
};

struct course {
    std::vector<mark> marks{};
    std::vector<std::pair<milliseconds, state>> states{}; // each from its moment on
    std::string complaint{};

    explicit course(std::vector<event> const& script) {
        state s;
        for (command const& what : {command(create{}), command(work_succeeded{1})}) { give(s, what, -1h, {}); }
        marks.clear(); // the picture begins with an ACTIVE stream
        states = {{0s, s}};
        for (event const& each : script) {
            if (auto const what = each.what(s)) {
                give(s, *what, each.at, each.remark);
            } else {
                complaint += "nothing to conclude at " + std::to_string(each.at.count()) + " ms\n";
            }
        }
    }

private:
    void give(state& s, command const& what, milliseconds at, std::string_view remark) {
        auto const got = transition(s, what, policy{}, instant(at));
        mark m{at, std::visit(spell{}, what), {}};
        if (!remark.empty()) { m.command.emplace_back(remark); }
        if (auto const* decided = std::get_if<decision>(&got)) {
            s = decided->next;
            for (auto const& each : decided->effects) { m.effects.push_back(std::visit(effect_text{}, each)); }
        } else {
            complaint +=
                m.command.front() + " refused: " + std::string(reflect::enum_name(std::get<refusal>(got))) + '\n';
        }
        marks.push_back(std::move(m));
        states.emplace_back(at, s);
    }

    struct effect_text {
        template <class E> effect_words operator()(E const& each) const {
            std::string key;
            if constexpr (requires { name_of(each.key); }) { key = name_of(each.key); }
            return {plain_name<E>(), std::move(key)};
        }
    };
};

course const& the_course() {
    static course const run = [] {
        key const blue = customer_key("blue");
        key const green = customer_key("green");
        key_directory const while_disabled{{{green.arn, {.state = key_state::disabled}}}};
        auto const start_with = [](key const& k) {
            return [k](state const&) { return std::optional<command>(start{k}); };
        };
        auto const work_ends = [](key_directory const& keys) {
            return [keys](state const& s) { return conclude(s, keys); };
        };
        return course({
            {7s, start_with(blue)},
            {14s, work_ends({})},
            {26s, start_with(green)},
            {33s, work_ends(while_disabled)},
            {45s, start_with(green), "key enabled"},
            {52s, work_ends({})},
        });
    }();
    return run;
}

// ---- how it is drawn

constexpr int left = 112;
constexpr int top = 60;
constexpr int lane_height = 34;
constexpr int lane_step = 46;
constexpr int width = 900;

constexpr int x_of(milliseconds at) { return left + static_cast<int>(at * 12 / 1s); }
constexpr int y_of(int lane) { return top + lane * lane_step; }

// What a lane shows for some time.
struct stretch {
    std::string ground;
    std::string words;
    friend bool operator==(stretch const&, stretch const&) = default;
};

stretch of_status(state const& s, instant) { return {"hollow", std::string(reflect::enum_name(status(s)))}; }

stretch of_key(std::optional<key> const& k) {
    if (!k) { return {"hollow", "none"}; }
    return {name_of(*k), name_of(*k)};
}
stretch of_effective(state const& s, instant) {
    return of_key(s.effective ? std::optional(s.effective->key) : std::nullopt);
}
stretch of_attempted(state const& s, instant) { return of_key(s.attempted); }

stretch of_encrypted(state const& s, instant now) {
    auto const reported = reported_encrypted(s, {.unsettled = unsettled_answer::absent}, now);
    if (!reported) { return {"open", now < s.settled_at ? "settling" : "not known"}; }
    return *reported ? stretch{"solid", "true"} : stretch{"hollow", "false"};
}

struct lane {
    std::string_view name;
    stretch (*at)(state const&, instant);
};

constexpr lane lanes[] = {
    {"status", of_status},
    {"attempted key", of_attempted},
    {"effective key", of_effective},
    {"Encrypted", of_encrypted},
};
constexpr int lane_count = static_cast<int>(std::size(lanes));

state const& state_at(course const& run, milliseconds at) {
    std::size_t i = 0;
    while (i + 1 < run.states.size() && run.states[i + 1].first <= at) { ++i; }
    return run.states[i].second;
}

struct shown {
    stretch what;
    milliseconds from, to;
};

// Looks at a lane at every tick of the clock.
std::vector<shown> look_along(course const& run, lane const& along) {
    std::vector<shown> all;
    for (milliseconds at = 0s; at < length; at += tick) {
        stretch const now = along.at(state_at(run, at), instant(at));
        if (all.empty() || all.back().what != now) { all.push_back({now, at, at}); }
        all.back().to = at + tick;
    }
    return all;
}

void draw_lane(drawing& d, course const& run, int number) {
    lane const& along = lanes[number];
    int const y = y_of(number);
    d.text("quiet", left - 12, y + 22, anchor::end, along.name);
    for (shown const& each : look_along(run, along)) {
        int const x = x_of(each.from);
        int const right = x_of(each.to);
        d.rect("box " + each.what.ground, x, y, right - x, lane_height, 4);
        std::string_view const classes = each.what.ground == "solid" ? "on-solid" : number == 0 ? "strong" : "";
        d.text(classes, (x + right) / 2, y + 22, anchor::middle, each.what.words);
    }
}

std::string seconds_text(milliseconds at) { return std::to_string(at / 1s) + " s"; }

std::string description(course const& run) {
    std::string text = "Lanes over time.";
    for (int i = 0; i < lane_count; ++i) {
        text += '\n' + std::string(lanes[i].name) + ':';
        char const* between = " ";
        for (shown const& each : look_along(run, lanes[i])) {
            text += between + each.what.words + " from " + seconds_text(each.from);
            between = ", ";
        }
        text += '.';
    }
    text += "\nCommands:";
    char const* between = " ";
    for (mark const& each : run.marks) {
        text += between + seconds_text(each.at) + ' ' + joined(each.command, ", ");
        for (auto const& [kind, key] : each.effects) { text += ", effect " + kind + (key.empty() ? "" : ' ' + key); }
        between = "; ";
    }
    return text + '.';
}

} // namespace

picture draw_failed_rotation(look const& colours) {
    course const& run = the_course();
    if (!run.complaint.empty()) { return {.svg = {}, .complaint = run.complaint}; }

    int const bottom = y_of(lane_count) - (lane_step - lane_height);
    int const effects_y = bottom + 30;
    int const axis_y = effects_y + 50;
    drawing d(colours, width, axis_y + 30, "A change of key that fails and is repeated, over time", description(run));
    d.text("quiet", left - 12, 26, anchor::end, "command");
    d.text("quiet", left - 12, effects_y, anchor::end, "effects");
    for (mark const& each : run.marks) {
        int const x = x_of(each.at);
        d.path("tick", "M" + std::to_string(x) + " 14V" + std::to_string(axis_y));
    }
    for (int i = 0; i < lane_count; ++i) { draw_lane(d, run, i); }
    for (mark const& each : run.marks) {
        int const x = x_of(each.at) + 5;
        int y = 26;
        for (std::string const& words : each.command) {
            d.text(y == 26 ? "" : "small quiet", x, y, anchor::start, words);
            y += 17;
        }
        y = effects_y;
        for (auto const& [kind, key] : each.effects) {
            d.text("small", x, y, anchor::start, kind);
            y += 16;
            if (key.empty()) { continue; }
            d.text("small quiet", x, y, anchor::start, key);
            y += 19;
        }
    }
    d.path("edge", "M" + std::to_string(left) + ' ' + std::to_string(axis_y) + 'H' + std::to_string(x_of(length)));
    for (milliseconds at = 0s; at < length; at += 10s) {
        int const x = x_of(at);
        d.path("edge", "M" + std::to_string(x) + ' ' + std::to_string(axis_y) + "v5");
        d.text("small quiet", x, axis_y + 20, anchor::middle, seconds_text(at));
    }
    return {.svg = std::move(d).finished(), .complaint = {}};
}

} // namespace firehose_sse::pictures
