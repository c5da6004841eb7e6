// A host in forty lines: the pure function, a clock of its own, and what KMS would say of a key. Nothing else.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse/encryption/conclude.hpp>
#include <firehose_sse/encryption/settle.hpp>
#include <firehose_sse/encryption/transition.hpp>
#include <firehose_sse/reflect/enumerators.hpp>
#include <chrono>
#include <iostream>
#include <optional>
#include <variant>

namespace sse = firehose_sse::encryption;
using firehose_sse::reflect::enum_name;
using namespace std::chrono_literals;

struct perform { // a real host calls KMS and its workers: now, later, or again after a crash
    void operator()(sse::create_grant const& e) const { std::cout << "      grant on " << e.key.arn << '\n'; }
    void operator()(sse::begin_work const& e) const { std::cout << "      " << enum_name(e.kind) << " begins\n"; }
    void operator()(auto const& e) const { std::cout << "      grant on " << e.key.arn << " to be retired\n"; }
};

int main() {
    sse::key const blue{firehose_sse::model::KeyType::CUSTOMER_MANAGED_CMK, "blue"};
    sse::key const green{firehose_sse::model::KeyType::CUSTOMER_MANAGED_CMK, "green"};

    sse::state stream;           // a real host keeps it in a store,
    firehose_sse::instant now{}; // and reads a clock
    auto const show = [&](auto const& event) {
        std::cout << now.time_since_epoch() / 1s << " s  " << event << ": " << enum_name(status(stream)) << ", key "
                  << (stream.effective ? stream.effective->key.arn : "none") << ", encrypted "
                  << enum_name(records_encrypted(stream, now)) << '\n';
    };
    auto const give = [&](auto const& event, std::optional<sse::command> const& what) {
        now += 10s;
        auto const got = transition(stream, what.value(), {}, now);
        if (auto const* refused = std::get_if<sse::refusal>(&got)) { return show(enum_name(*refused)); }
        auto const& [next, effects] = std::get<sse::decision>(got);
        stream = next; // committed before anything is done
        show(event);
        for (auto const& each : effects) { std::visit(perform{}, each); }
    };
    give("Create", sse::create{});
    give("work ends", conclude(stream, {}));
    give("Start blue", sse::start{blue});
    give("work ends", conclude(stream, {}));
    now += 5s;
    show("5 s later");
    give("Start green", sse::start{green});
    give("work ends", conclude(stream, {{{"green", {.state = sse::key_state::disabled}}}})); // blue stays in effect
    give("Start green", sse::start{green});
    give("work ends", conclude(stream, {}));
    give("work ends", sse::work_succeeded{stream.attempt}); // the message comes twice
    return stream.effective && stream.effective->key == green ? 0 : 1;
}
