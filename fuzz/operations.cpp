// Calls of all operations on a few streams, under policies of all kinds: each answer, and what becomes of a stream, is
// what a plain account of its tags, its source and its errors leads to, and every message is the one that was chosen.
// Level: none (a fuzz target). Input: choices, see fuzzing/source.hpp. By hand: ./dev fuzz operations 60, or as
// fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/encryption/posture.hpp"
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include "firehose_sse/operation/catch_up.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include "require.hpp"
#include <algorithm>
#include <array>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/list.hpp>
#include <boost/pfr/ops_fields.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace {

using namespace firehose_sse;
using namespace std::chrono_literals;
using encryption::key_state;
using model::DeliveryStreamStatus;
using operation::limit_kind;
using operation::stream_record;
using operation::unobserved_message;

constexpr int max_steps = 40;
constexpr std::array<std::string_view, 3> names{"orders", "returns", "sales"};
constexpr std::string_view key_arn = "arn:aws:kms:us-east-1:123456789012:key/a";

template <class E> E one_of(fuzzing::byte_source& choices) {
    constexpr std::size_t count = boost::mp11::mp_size<boost::describe::describe_enumerators<E>>::value;
    return static_cast<E>(choices.below(count));
}
template <class E> void choose(fuzzing::byte_source& choices, E& policy) { policy = one_of<E>(choices); }

// ---- what is chosen for a run

operation::policy some_policy(fuzzing::byte_source& choices) {
    constexpr std::chrono::milliseconds works[] = {1s, 0s, 10s};
    constexpr std::chrono::milliseconds periods[] = {24h, 1h, 1500ms};
    operation::policy rules;
    rules.work = fuzzing::pick(choices, works);
    rules.max_streams = choices.below(4);
    rules.max_tags = choices.below(4);
    auto const checks = choices.below(16);
    if ((checks & 1) != 0) { rules.constraints.batch_bytes = 8; }
    if ((checks & 2) != 0) { rules.constraints.max_violations = 0; }
    if ((checks & 4) != 0) { rules.encryption.describe_failure = encryption::described_failure::everywhere; }
    if ((checks & 8) != 0) { rules.encryption.create_with_key = encryption::create_with_key_answer::then_enabling; }
    rules.encryption.max_streams_per_key = choices.below(3);
    choose(choices, rules.encryption.busy);
    choose(choices, rules.encryption.stop_when_disabled);
    choose(choices, rules.encryption.bad_key);
    choose(choices, rules.encryption.old_session);
    choose(choices, rules.encryption.stop_without_key);
    choose(choices, rules.encryption.start_after_failed_stop);
    choose(choices, rules.encryption.unsettled);
    choose(choices, rules.encryption.rotating);
    choose(choices, rules.encryption.disabling);
    rules.quota.limit = static_cast<std::uint32_t>(choices.below(4));
    rules.quota.period = fuzzing::pick(choices, periods);
    choose(choices, rules.quota.counts);
    choose(choices, rules.quota_check);
    choose(choices, rules.encrypted_create);
    choose(choices, rules.failed_change);
    choose(choices, rules.inactive_change);
    choose(choices, rules.inactive_put);
    choose(choices, rules.inactive_tag);
    choose(choices, rules.encryption.stop_after_failed_stop);
    choose(choices, rules.encryption.stop_after_failed_rotation);
    choose(choices, rules.encryption.delete_while_enabling);
    choose(choices, rules.other_source);
    choose(choices, rules.deleting_put);
    return rules;
}

encryption::key_facts some_facts(fuzzing::byte_source& choices) {
    encryption::key_facts facts;
    choose(choices, facts.state);
    facts.create_grant_fails = fuzzing::one_in(choices, 4);
    facts.retire_grant_fails = fuzzing::one_in(choices, 4);
    facts.other_streams = choices.below(3);
    return facts;
}

// ---- words

std::string text_of(unobserved_message what) { return "said of " + std::string(reflect::enum_name(what)); }

std::map<unobserved_message, std::string> own_texts() {
    std::map<unobserved_message, std::string> texts;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<unobserved_message>>(
        [&](auto each) { texts.emplace(each.value, text_of(each.value)); });
    return texts;
}

/// Which of the messages that nobody has observed a message is, by our own words for it; nothing for any other.
std::optional<unobserved_message> what_is_said(std::string_view message) {
    struct words {
        std::string_view part;
        unobserved_message what;
    };
    constexpr words all[] = {
        {" is not in the ACTIVE state.", unobserved_message::stream_not_active},
        {" is changing its encryption.", unobserved_message::change_under_way},
        {" has failed to change its encryption.", unobserved_message::change_failed},
        {"change of encryption has failed on", unobserved_message::change_failed},
        {"encryption is not enabled on", unobserved_message::not_encrypted},
        {" is not encrypted.", unobserved_message::not_encrypted},
        {"have a combined limit of", unobserved_message::quota_used_up},
        {"CMK can encrypt up to", unobserved_message::key_in_too_many_streams},
        {"KeyARN is required when", unobserved_message::key_arn_missing},
        {"KeyARN must not be given", unobserved_message::key_arn_not_allowed},
        {"is only supported for", unobserved_message::source_not_encryptable},
        {"is only applicable for", unobserved_message::source_of_other_type},
        {"can have at most", unobserved_message::too_many_tags},
        {"The grant on the key could not be", unobserved_message::key_unusable},
        {"Access to the key was denied", unobserved_message::key_unusable},
        {"The key ", unobserved_message::key_unusable},
        {"The account is not subscribed", unobserved_message::key_unusable},
    };
    for (words const& each : all) {
        if (message.find(each.part) != message.npos) { return each.what; }
    }
    return std::nullopt;
}

/// An answer's error in words, and what kind of error it is.
struct told {
    std::string kind{};
    std::string message{};
    std::string code{};
};

template <class Answer> told told_by(Answer const& answer) {
    return std::visit(
        [](auto const& what) {
            using type = std::remove_cvref_t<decltype(what)>;
            told result;
            if constexpr (requires { what.message; }) {
                result.kind = reflect::shape_name<type>;
                result.message = what.message ? what.message->value : "";
            }
            if constexpr (requires { what.code; }) { result.code = what.code ? what.code->value : ""; }
            return result;
        },
        answer);
}

void require_words(told const& plain, told const& worded) {
    require(plain.kind == worded.kind && plain.code == worded.code, "other words change no error");
    auto const what = what_is_said(plain.message);
    require(worded.message == (what ? text_of(*what) : plain.message), "every message is the one that was chosen");
}

/// Checks the words for a key, a failure and a broken rule, even if no stream can get there.
void check_words(fuzzing::byte_source& choices, operation::policy const& rules) {
    using enum model::DeliveryStreamFailureType;
    operation::policy plain = rules;
    plain.texts.clear();

    auto const state = one_of<key_state>(choices);
    bool const works = state == key_state::enabled || state == key_state::grant_limit;
    require(encryption::is_usable(state) == works, "a key without more grants still works");
    auto const failure = encryption::failure_type(state);
    constexpr model::DeliveryStreamFailureType failures[] = {
        UNKNOWN_ERROR,     DISABLED_KMS_KEY, INVALID_KMS_KEY,     KMS_KEY_NOT_FOUND,
        KMS_ACCESS_DENIED, INVALID_KMS_KEY,  KMS_OPT_IN_REQUIRED, CREATE_KMS_GRANT_FAILED};
    require(failure == failures[static_cast<std::size_t>(state)], "each state of a key has its failure");
    auto const error = operation::key_unusable(state, plain);
    bool const denied = works || state == key_state::denied;
    require(denied == (error.code == "KMSAccessDeniedException"), "what KMS denies has a code of its own");
    require(denied || error.message->value == encryption::failure_hint(failure), "others say what to mend");
    operation::policy worded = plain;
    worded.texts = own_texts();
    using one = std::variant<model::InvalidKMSResourceException>;
    require_words(told_by(one(error)), told_by(one(operation::key_unusable(state, worded))));

    auto const type = one_of<model::DeliveryStreamFailureType>(choices);
    bool const of_key = type == RETIRE_KMS_GRANT_FAILED || type == CREATE_KMS_GRANT_FAILED ||
                        type == KMS_ACCESS_DENIED || type == DISABLED_KMS_KEY || type == INVALID_KMS_KEY ||
                        type == KMS_KEY_NOT_FOUND || type == KMS_OPT_IN_REQUIRED;
    bool const known = encryption::failure_hint(type) != encryption::failure_hint(UNKNOWN_ERROR);
    require(known == of_key, "a failure of a key is told in its own words, and no other one is");

    auto const rule = one_of<constraint::rule>(choices);
    constraint::violation const broken{.rule = rule, .pointer = "/KeyARN", .bounds = {1, 2}, .actual = 3};
    auto const about = operation::broken_rule(broken, plain);
    require(about.message && about.message->value == constraint::semantic_message(broken), "a rule has its sentence");
    using two = std::variant<model::InvalidArgumentException>;
    require_words(told_by(two(about)), told_by(two(operation::broken_rule(broken, worded))));
}

/// Each refusal becomes the error that it asks for if the operation may answer it, otherwise ResourceInUseException.
template <class Op> void check_refusal(fuzzing::byte_source& choices, operation::context const& with) {
    using encryption::refusal;
    auto const why = one_of<refusal>(choices);
    encryption::key_facts const facts{.state = one_of<key_state>(choices)};
    auto const answer =
        told_by(operation::to_error<Op>(why, "orders", one_of<model::DeliveryStreamType>(choices), facts, with));
    std::string_view wanted = "ResourceInUseException";
    bool may = false;
    auto const prefer = [&]<class Error>(std::type_identity<Error>) {
        wanted = reflect::shape_name<Error>;
        may = operation::may_answer<Op, Error>;
    };
    switch (why) {
    case refusal::stream_not_found: prefer(std::type_identity<model::ResourceNotFoundException>{}); break;
    case refusal::not_direct_put: {
        bool const of_change = std::is_same_v<Op, operation::StartDeliveryStreamEncryption> ||
                               std::is_same_v<Op, operation::StopDeliveryStreamEncryption>;
        bool const in_use = with.policy.other_source == operation::other_source_answer::resource_in_use;
        if (!of_change || !in_use) { prefer(std::type_identity<model::InvalidArgumentException>{}); }
        break;
    }
    case refusal::change_failed:
    case refusal::not_encrypted: prefer(std::type_identity<model::InvalidArgumentException>{}); break;
    case refusal::key_unusable:
    case refusal::credentials_too_old: prefer(std::type_identity<model::InvalidKMSResourceException>{}); break;
    case refusal::key_in_too_many_streams: prefer(std::type_identity<model::LimitExceededException>{}); break;
    case refusal::stream_exists:
    case refusal::stream_not_active:
    case refusal::change_under_way:
    case refusal::change_failed_in_use:
    case refusal::not_encrypted_in_use:
    case refusal::stale_acknowledgement: break;
    }
    require(answer.kind == (may ? wanted : "ResourceInUseException"),
            "a refusal is answered by an error of the operation");
    require(operation::limit_of(why).has_value() == (why == refusal::key_in_too_many_streams), "one is of a limit");
}

// ---- the streams, and a plain account of them

struct account_of_stream {
    std::map<std::string, std::string> tags{};
    model::DeliveryStreamType type = model::DeliveryStreamType::DirectPut;
    std::optional<raw_json> source{};
    std::string destination{};
};

class service {
public:
    explicit service(fuzzing::byte_source& choices) : choices_(choices), rules_(some_policy(choices)) {
        if (fuzzing::coin(choices)) { rules_.texts = own_texts(); }
    }

    void step() {
        constexpr std::chrono::milliseconds spans[] = {1ms, 1s, 5s, 1h, 24h};
        std::string const name(fuzzing::pick(choices_, names));
        switch (choices_.below(16)) {
        case 0:
        case 1: create(name); break;
        case 2:
        case 3: start(name); break;
        case 4: call<operation::StopDeliveryStreamEncryption>(name, {name}); break;
        case 5: remove(name); break;
        case 6: describe(name); break;
        case 7: list(); break;
        case 8: tag(name); break;
        case 9: untag(name); break;
        case 10: list_tags(name); break;
        case 11: put(name); break;
        case 12: acknowledge(name); break;
        case 13: world(); break;
        default: now_ += fuzzing::pick(choices_, spans); break;
        }
    }

private:
    using record = std::optional<stream_record>;

    static bool same(record const& a, record const& b) {
        return a.has_value() == b.has_value() && (!a || boost::pfr::eq_fields(*a, *b));
    }
    /// When a stream has gone, its grants may be left.
    [[nodiscard]] static bool is_there(record const& r) { return r && r->encryption.stream; }
    [[nodiscard]] record& cell(std::string const& name) { return cells_[name]; }
    [[nodiscard]] operation::context with(operation::policy const& rules) const {
        return {rules, keys_, caller_, count(), "request", token_};
    }
    [[nodiscard]] std::size_t count() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(cells_, [](auto const& each) { return is_there(each.second); }));
    }

    void world() {
        if (fuzzing::coin(choices_)) {
            keys_.known.insert_or_assign(std::string(key_arn), some_facts(choices_));
        } else {
            constexpr std::optional<std::chrono::seconds> ages[] = {std::nullopt, 1h, 7h};
            caller_.credential_age = fuzzing::pick(choices_, ages);
        }
        check_words(choices_, rules_);
        auto const around = with(rules_);
        check_refusal<operation::CreateDeliveryStream>(choices_, around);
        check_refusal<operation::DeleteDeliveryStream>(choices_, around);
        check_refusal<operation::StartDeliveryStreamEncryption>(choices_, around);
        check_refusal<operation::StopDeliveryStreamEncryption>(choices_, around);
        check_refusal<operation::TagDeliveryStream>(choices_, around);
        token_.reset();
        if (fuzzing::coin(choices_)) { token_ = quota::call_token{1, choices_.below(2)}; }
    }

    // ---- calls

    /// What an operation finds once work that is due has ended.
    record found(std::string const& name) {
        record const& before = cell(name);
        if (!before || !operation::is_due(*before, now_)) { return before; }
        auto const conclusion = encryption::conclude(before->encryption, keys_);
        require(conclusion.has_value(), "work that is due comes to an end");
        auto const caught = operation::catch_up(*before, with(rules_), now_);
        // the policy says whether a call whose work failed is given back: nothing else depends on that
        auto other_rules = rules_;
        bool const refunded = rules_.failed_change == operation::failed_change_charge::refunded;
        other_rules.failed_change =
            refunded ? operation::failed_change_charge::kept : operation::failed_change_charge::refunded;
        auto const other = operation::catch_up(*before, with(other_rules), now_);
        require(caught.has_value() == other.has_value(), "a charge decides nothing");
        if (caught) {
            auto const kept = (refunded ? other : caught)->quota.charged.size();
            auto const left = (refunded ? caught : other)->quota.charged.size();
            bool const failed = std::holds_alternative<encryption::work_failed>(*conclusion);
            bool const given_back =
                failed && before->charged_at && std::ranges::count(before->quota.charged, *before->charged_at) != 0;
            if (!before->encryption.queued) {
                require(kept - left == (given_back ? 1U : 0U), "a call whose work failed is given back once");
            }
            auto alike = *other;
            alike.quota = caught->quota;
            require(same(alike, caught), "and that is all");
        }
        return caught;
    }

    template <class Op> operation::reply<Op> call(std::string const& name, typename Op::input const& request) {
        record const before = cell(name);
        record const there = found(name);
        auto const decided = operation::perform<Op>(before, request, with(rules_), now_);
        record const after = decided.change == quota::cell_change::keep    ? before
                             : decided.change == quota::cell_change::erase ? std::nullopt
                                                                           : decided.cell;
        auto const& answer = decided.answer.answer;
        bool const accepted = std::holds_alternative<typename Op::output>(answer);

        encryption::key_directory const none;
        operation::context const elsewhere{rules_, none, caller_, count(), "request", token_};
        auto const again = operation::perform<Op>(before, request, elsewhere.with_keys(keys_), now_);
        require(again.answer.answer == answer && again.change == decided.change,
                "what is known of keys can be exchanged");

        auto const plain_rules = [&] {
            auto rules = rules_;
            rules.texts.clear();
            return rules;
        }();
        auto const plain = told_by(operation::perform<Op>(before, request, with(plain_rules), now_).answer.answer);
        auto const said = told_by(answer);
        if (rules_.texts.empty()) {
            require(plain.message == said.message, "the same again is the same");
        } else {
            require_words(plain, said);
        }

        require(accepted || same(after, there) || operation::is_charged<Op>, "a refused call changes nothing");
        auto const& reached = decided.answer.reached;
        require(!reached || !accepted, "a limit that is reached refuses");
        require(reached.has_value() == (plain.kind == "LimitExceededException"), "and is told which it is");
        if (reached == limit_kind::calls) { check_quota_words(plain.message); }
        constexpr bool needs_stream = !std::is_same_v<Op, operation::CreateDeliveryStream>;
        if (needs_stream && !is_there(there)) {
            require(plain.kind == "ResourceNotFoundException" && plain.message.find(name) != plain.message.npos,
                    "what is not there is not found, by its name");
        }
        if (needs_stream && there && !is_there(there)) { require(same(after, there), "what is left of it stays"); }
        cell(name) = after;
        if (!after) { accounts_.erase(name); }
        return decided.answer;
    }

    void check_quota_words(std::string const& message) const {
        auto const& [limit, period] = std::pair(rules_.quota.limit, rules_.quota.period);
        std::string const length = period == 1h ? "1 hour." : period == 24h ? "24 hours." : "1500 milliseconds.";
        require(message.ends_with("limit of " + std::to_string(limit) + " calls per delivery stream per " + length),
                "the limit is told as it is");
    }

    // ---- each operation

    std::optional<model::DeliveryStreamEncryptionConfigurationInput> some_configuration() {
        model::DeliveryStreamEncryptionConfigurationInput made;
        switch (choices_.below(5)) {
        case 0: return std::nullopt;
        case 1: made.KeyType = model::KeyType::AWS_OWNED_CMK; break;
        case 2: made = {std::string(key_arn), model::KeyType::AWS_OWNED_CMK}; break;
        case 3: made.KeyType = model::KeyType::CUSTOMER_MANAGED_CMK; break;
        default: made = {std::string(key_arn), model::KeyType::CUSTOMER_MANAGED_CMK}; break;
        }
        return made;
    }

    template <class List> List some_tags() {
        List made;
        made.resize(choices_.below(5));
        for (auto& each : made) {
            each.Key = std::string(1, static_cast<char>('a' + choices_.below(4)));
            if (fuzzing::coin(choices_)) { each.Value = std::string(1, static_cast<char>('0' + choices_.below(3))); }
        }
        return made;
    }
    static void set(std::map<std::string, std::string>& tags, std::vector<model::Tag> const& added) {
        for (auto const& each : added) { tags[each.Key.value] = each.Value ? each.Value->value : ""; }
    }
    static void require_tags(std::vector<model::Tag> const& held, std::map<std::string, std::string> const& wanted) {
        require(std::ranges::equal(held, wanted,
                                   [](model::Tag const& tag, auto const& each) {
                                       return tag.Key.value == each.first &&
                                              (tag.Value ? tag.Value->value : "") == each.second;
                                   }),
                "tags are those that were set, in order");
    }

    void create(std::string const& name) {
        operation::CreateDeliveryStream::input request;
        request.DeliveryStreamName = name;
        account_of_stream wanted;
        if (fuzzing::coin(choices_)) {
            wanted.type = one_of<model::DeliveryStreamType>(choices_);
            request.DeliveryStreamType = wanted.type;
        }
        request.DeliveryStreamEncryptionConfigurationInput = some_configuration();
        std::string_view part;
        auto const under = [&](std::string_view key, std::optional<raw_json>& member) {
            member = raw_json{R"({"a":1})"};
            part = key;
        };
        switch (choices_.below(6)) {
        case 0: under("DirectPutSourceDescription", request.DirectPutSourceConfiguration); break;
        case 1: under("KinesisStreamSourceDescription", request.KinesisStreamSourceConfiguration); break;
        case 2: under("MSKSourceDescription", request.MSKSourceConfiguration); break;
        case 3: under("DatabaseSourceDescription", request.DatabaseSourceConfiguration); break;
        default: break;
        }
        if (!part.empty()) { wanted.source = raw_json{"{\"" + std::string(part) + R"(":{"a":1}})"}; }
        wanted.destination = R"({"b":2})";
        switch (choices_.below(8)) {
        case 0: break;
        case 1: request.ExtendedS3DestinationConfiguration = raw_json{wanted.destination}; break;
        case 2: request.SplunkDestinationConfiguration = raw_json{"{}"}; [[fallthrough]];
        default: request.S3DestinationConfiguration = raw_json{wanted.destination}; break;
        }
        if (fuzzing::coin(choices_)) {
            request.Tags = some_tags<model::TagDeliveryStreamInputTagList>();
            set(wanted.tags, *request.Tags);
        }
        bool const there = is_there(found(name));
        bool const full = count() >= rules_.max_streams;
        auto const broken = !constraint::validate_cross_members(request, rules_.constraints).empty();
        auto const reply = call<operation::CreateDeliveryStream>(name, request);
        auto const said = told_by(reply.answer).kind;
        bool const tagged = wanted.tags.size() > rules_.max_tags;
        if (there) {
            require(said == "ResourceInUseException", "a name can be taken once");
        } else if (broken) {
            require(said == "InvalidArgumentException", "what contradicts itself is refused");
        } else if (full || tagged) {
            require(reply.reached == (full ? limit_kind::streams : limit_kind::tags), "as is what is too much");
        }
        auto const* made = std::get_if<model::CreateDeliveryStreamOutput>(&reply.answer);
        if (made == nullptr) { return; }
        require(!there && !broken && !full && !tagged, "nothing else is made");
        require(made->DeliveryStreamARN == "arn:aws:firehose:us-east-1:123456789012:deliverystream/" + name,
                "its ARN names it");
        auto const& held = *cell(name);
        require(held.quota.charged.empty() ==
                    (!request.DeliveryStreamEncryptionConfigurationInput ||
                     rules_.encrypted_create == operation::encrypted_create_charge::not_charged ||
                     rules_.quota.limit == 0),
                "a stream that is made encrypted has used a call, if that is the policy");
        require_tags(held.tags, wanted.tags);
        accounts_[name] = wanted;
    }

    void start(std::string const& name) {
        operation::StartDeliveryStreamEncryption::input const request{name, some_configuration()};
        auto const there = found(name);
        auto const before = there ? there->quota : quota::window{};
        auto const reply = call<operation::StartDeliveryStreamEncryption>(name, request);
        if (reply.answer.index() != 0) { return; }
        auto const asked = quota::peek(before, rules_.quota, now_, token_);
        require(asked.admitted, "no call is accepted above the limit");
        auto const& after = *cell(name);
        auto others = before; // without the charge from when this call was refused, if it was
        for (auto const& each : before.remembered) {
            if (!token_ || each.token != *token_ || each.admitted || now_ - each.charged >= rules_.quota.retry_memory) {
                continue;
            }
            auto const old = std::ranges::find(others.charged, each.charged);
            if (old != others.charged.end()) { others.charged.erase(old); }
        }
        auto const left = quota::peek(after.quota, rules_.quota, now_).left;
        require(left + (asked.repeated ? 0 : 1) == quota::peek(others, rules_.quota, now_).left,
                "and each is charged once, however often it is sent");
        bool const began = after.encryption.attempt != there->encryption.attempt;
        require(!began || after.charged_at.has_value() == !asked.repeated, "work knows the charge of its own call");
        require(!after.charged_at || asked.repeated || !began || *after.charged_at == after.quota.charged.back(),
                "made when it was accepted");
    }

    void remove(std::string const& name) {
        operation::DeleteDeliveryStream::input request{name, std::nullopt};
        if (fuzzing::coin(choices_)) { request.AllowForceDelete = fuzzing::coin(choices_); }
        auto const there = found(name);
        auto const reply = call<operation::DeleteDeliveryStream>(name, request);
        if (there && there->encryption.stream == DeliveryStreamStatus::ACTIVE) {
            auto const shown = encryption::status(there->encryption);
            bool const given_up =
                rules_.encryption.delete_while_enabling == encryption::delete_while_enabling_answer::accept;
            bool const busy = shown == model::DeliveryStreamEncryptionStatus::DISABLING ||
                              (shown == model::DeliveryStreamEncryptionStatus::ENABLING && !given_up);
            require((reply.answer.index() != 0) == busy, "what is ACTIVE goes unless its encryption changes");
        }
        if (reply.answer.index() != 0) { return; }
        auto const& after = cell(name)->encryption;
        require(after.stream == DeliveryStreamStatus::DELETING && after.pending, "what is deleted is on its way out");
    }

    void describe(std::string const& name) {
        operation::DescribeDeliveryStream::input request{name, {}, {}};
        if (fuzzing::coin(choices_)) {
            constexpr std::string_view ids[] = {"destinationId-000000000000", "destinationId-000000000001"};
            request.ExclusiveStartDestinationId = std::string(fuzzing::pick(choices_, ids));
        }
        auto const reply = call<operation::DescribeDeliveryStream>(name, request);
        auto const& after = cell(name);
        auto const* answer = std::get_if<model::DescribeDeliveryStreamOutput>(&reply.answer);
        require((answer != nullptr) == (after && after->encryption.stream), "what is there can be described");
        if (answer == nullptr) { return; }
        auto const& shown = answer->DeliveryStreamDescription;
        auto const& wanted = accounts_.at(name);
        require(shown.DeliveryStreamName == name && shown.DeliveryStreamARN == after->arn &&
                    shown.DeliveryStreamStatus == *after->encryption.stream &&
                    shown.DeliveryStreamType == wanted.type && shown.Source == wanted.source,
                "and is what was made");
        bool const pages_past = request.ExclusiveStartDestinationId == "destinationId-000000000001";
        require(shown.Destinations.size() == (pages_past ? 0U : 1U), "with its destination, until that was seen");
        require(pages_past || shown.Destinations[0].S3DestinationDescription->text == wanted.destination, "as it came");
        check_failures(shown, after->encryption);
        check_posture(shown, after->encryption);
    }

    /// A failure is shown in its own place, and in the other place too if the policy says so.
    void check_failures(model::DeliveryStreamDescription const& shown, encryption::state const& state) const {
        auto const type_of = [](auto const& told) { return told ? told->Type.value() : std::nullopt; };
        auto const type_in = [](auto const& failed) { return failed ? std::optional(failed->type) : std::nullopt; };
        bool const everywhere = rules_.encryption.describe_failure == encryption::described_failure::everywhere;
        auto const of_stream = type_in(state.stream_failure);
        auto const of_change = type_in(state.encryption_failure);
        require(type_of(shown.FailureDescription) == (of_stream || !everywhere ? of_stream : of_change),
                "why the stream failed is told of it");
        auto const& block = shown.DeliveryStreamEncryptionConfiguration;
        if (!block) { return; }
        bool const plain = block->Status == model::DeliveryStreamEncryptionStatus::DISABLED;
        auto const wanted = plain ? std::nullopt : of_change || !everywhere ? of_change : of_stream;
        require(type_of(block->FailureDescription) == wanted, "and why a change failed, of the encryption");
    }

    /// What Describe tells of the encryption is true, though not all that is known.
    void check_posture(model::DeliveryStreamDescription const& shown, encryption::state const& state) const {
        using encryption::posture_kind;
        auto const known = encryption::posture(state);
        auto const told = encryption::posture(shown);
        bool const failed =
            shown.DeliveryStreamEncryptionConfiguration && told_by_status(*shown.DeliveryStreamEncryptionConfiguration);
        require(told == (failed ? posture_kind::undetermined : known), "a description says how a stream stands");
        auto const truth = encryption::records_encrypted(state, instant::max());
        switch (known) {
        case posture_kind::encrypted:
        case posture_kind::rotation_failed_but_encrypted:
            require(truth == encryption::truth::yes, "encrypted means that records are");
            break;
        case posture_kind::not_applicable:
        case posture_kind::not_encrypted:
            require(truth == encryption::truth::no, "and not encrypted that none is");
            break;
        case posture_kind::in_transition: break;
        case posture_kind::undetermined: require(state.effective.has_value(), "or a key is left"); break;
        }
    }
    static bool told_by_status(model::DeliveryStreamEncryptionConfiguration const& block) {
        using enum model::DeliveryStreamEncryptionStatus;
        return block.Status == ENABLING_FAILED || block.Status == DISABLING_FAILED;
    }

    void list() {
        std::vector<operation::listed_stream> streams;
        for (auto const& [name, each] : cells_) {
            if (is_there(each)) { streams.push_back({name, each->encryption.source}); }
        }
        operation::ListDeliveryStreams::input request;
        std::size_t limit = 10;
        if (fuzzing::coin(choices_)) {
            limit = 1 + choices_.below(3);
            request.Limit = static_cast<std::int32_t>(limit);
        }
        std::optional<model::DeliveryStreamType> type;
        if (fuzzing::coin(choices_)) {
            request.DeliveryStreamType = type = one_of<model::DeliveryStreamType>(choices_);
        }
        std::string after;
        if (fuzzing::coin(choices_)) {
            constexpr std::string_view starts[] = {"a", "orders", "rather", "sales"};
            after = fuzzing::pick(choices_, starts);
            request.ExclusiveStartDeliveryStreamName = after;
        }
        std::vector<std::string> wanted;
        for (auto const& each : streams) {
            if (each.name > after && (!type || each.source == *type)) { wanted.push_back(each.name); }
        }
        bool const more = wanted.size() > limit;
        if (more) { wanted.resize(limit); }
        auto const answer = std::get<0>(operation::ListDeliveryStreams::decide(streams, request));
        require(answer.HasMoreDeliveryStreams == more, "it is said whether there are more");
        require(std::ranges::equal(answer.DeliveryStreamNames, wanted, {}, [](auto const& each) { return each.value; }),
                "streams are listed in order, from the start, of one type, so many");
    }

    /// Whether tags cannot be changed now.
    [[nodiscard]] bool tags_are_fixed(record const& there) const {
        auto const& state = there->encryption;
        return rules_.inactive_tag == operation::inactive_tag_answer::resource_in_use &&
               (state.stream == DeliveryStreamStatus::CREATING || state.stream == DeliveryStreamStatus::DELETING);
    }

    void tag(std::string const& name) {
        operation::TagDeliveryStream::input const request{name, some_tags<model::TagDeliveryStreamInputTagList>()};
        auto const there = found(name);
        auto const reply = call<operation::TagDeliveryStream>(name, request);
        if (!is_there(there)) { return; }
        auto wanted = accounts_.at(name).tags;
        set(wanted, request.Tags);
        auto const said = told_by(reply.answer).kind;
        if (tags_are_fixed(there)) {
            require(said == "ResourceInUseException", "tags change when the policy has it");
        } else if (wanted.size() > rules_.max_tags) {
            require(reply.reached == limit_kind::tags, "a stream has no more tags than it may");
        } else {
            require(said.empty(), "and else they change");
            accounts_.at(name).tags = wanted;
        }
        require_tags(cell(name)->tags, accounts_.at(name).tags);
    }

    void untag(std::string const& name) {
        operation::UntagDeliveryStream::input request{name, {}};
        request.TagKeys.resize(choices_.below(3));
        for (auto& each : request.TagKeys) { each = std::string(1, static_cast<char>('a' + choices_.below(4))); }
        auto const there = found(name);
        auto const reply = call<operation::UntagDeliveryStream>(name, request);
        if (!is_there(there)) { return; }
        require((reply.answer.index() != 0) == tags_are_fixed(there), "tags go when they may change");
        if (reply.answer.index() == 0) {
            for (auto const& each : request.TagKeys) { accounts_.at(name).tags.erase(each.value); }
        }
        require_tags(cell(name)->tags, accounts_.at(name).tags);
    }

    void list_tags(std::string const& name) {
        operation::ListTagsForDeliveryStream::input request{name, {}, {}};
        std::string after;
        if (fuzzing::coin(choices_)) {
            after = std::string(1, static_cast<char>('a' + choices_.below(4)));
            request.ExclusiveStartTagKey = after;
        }
        std::size_t limit = 50;
        if (fuzzing::coin(choices_)) {
            auto const drawn = static_cast<std::int32_t>(choices_.below(6));
            std::int32_t const asked = drawn < 3 ? drawn + 1 : 3 - drawn; // 0, -1 and -2 are not valid
            limit = static_cast<std::size_t>(std::max(asked, 0));
            request.Limit = asked;
        }
        auto const reply = call<operation::ListTagsForDeliveryStream>(name, request);
        auto const* answer = std::get_if<model::ListTagsForDeliveryStreamOutput>(&reply.answer);
        if (answer == nullptr) { return; }
        auto wanted = accounts_.at(name).tags;
        wanted.erase(wanted.begin(), wanted.upper_bound(after));
        bool const more = wanted.size() > limit;
        while (wanted.size() > limit) { wanted.erase(std::prev(wanted.end())); }
        require(answer->HasMoreTags == more, "it is said whether there are more tags");
        require_tags(answer->Tags, wanted);
    }

    void put(std::string const& name) {
        operation::PutRecordBatch::input batch{name, {}};
        batch.Records.resize(1 + choices_.below(3));
        std::size_t bytes = 0;
        for (auto& each : batch.Records) {
            each.Data.bytes = std::string(choices_.below(8), '.');
            bytes += each.Data.bytes.size();
        }
        auto const one = call<operation::PutRecord>(name, {name, batch.Records[0]});
        auto const reply = call<operation::PutRecordBatch>(name, batch);
        auto const alone = told_by(one.answer);
        auto const together = told_by(reply.answer);
        auto const* answer = std::get_if<model::PutRecordBatchOutput>(&reply.answer);
        auto const& there = cell(name);
        if (there && there->encryption.stream != DeliveryStreamStatus::ACTIVE) {
            bool const goes = there->encryption.stream == DeliveryStreamStatus::DELETING &&
                              rules_.deleting_put == operation::deleting_put_answer::accept;
            require(goes || !alone.kind.empty(), "records are taken by what is ACTIVE, or goes");
        }
        if (alone.kind.empty() && bytes > rules_.constraints.batch_bytes) {
            require(together.kind == "InvalidArgumentException", "a batch can be too large");
            return;
        }
        require(together.kind == alone.kind && together.message == alone.message,
                "a batch is refused as its records are");
        if (answer == nullptr) { return; }
        require(answer->Encrypted == std::get<model::PutRecordOutput>(one.answer).Encrypted,
                "and encrypted as they are");
        require(answer->RequestResponses.size() == batch.Records.size() && answer->FailedPutCount.value == 0,
                "each record has its entry");
        for (std::size_t i = 0; i < answer->RequestResponses.size(); ++i) {
            require(answer->RequestResponses[i].RecordId == "request." + std::to_string(i), "and an id of its own");
        }
    }

    /// A host that knows more than the clock: its acknowledgements are applied as they are.
    void acknowledge(std::string const& name) {
        auto& held = cell(name);
        if (!held) { return; }
        require(encryption::conclude(held->encryption, keys_).has_value() == held->encryption.pending.has_value(),
                "what is under way comes to an end, and nothing else");
        auto const attempt = held->encryption.attempt;
        encryption::command what = encryption::time_passed{};
        switch (choices_.below(4)) {
        case 0: what = encryption::grant_created{attempt}; break;
        case 1: what = encryption::work_succeeded{attempt}; break;
        case 2: what = encryption::work_failed{attempt, one_of<model::DeliveryStreamFailureType>(choices_)}; break;
        default: break;
        }
        auto next = encryption::transition(held->encryption, what, rules_.encryption, now_);
        if (auto* decided = std::get_if<encryption::decision>(&next)) {
            operation::apply(*held, std::move(*decided), rules_, now_);
        }
    }

    fuzzing::byte_source& choices_;
    operation::policy rules_;
    encryption::key_directory keys_{};
    encryption::caller_facts caller_{};
    std::optional<quota::call_token> token_{}; // of all calls until it changes
    instant now_{std::chrono::hours(24 * 365)};
    std::map<std::string, record> cells_{};
    std::map<std::string, account_of_stream> accounts_{};
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzzing::byte_source choices({data, size});
    service one(choices);
    for (int i = 0; i < max_steps && choices.remaining() != 0; ++i) { one.step(); }
    return 0;
}
