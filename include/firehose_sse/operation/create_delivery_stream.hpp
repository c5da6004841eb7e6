// CreateDeliveryStream: makes a stream, with encryption from the start if asked.
// Level 4 (operation). Pure; the contents of destinations and sources are passed on as they came.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/catch_up.hpp"
#include "firehose_sse/operation/refusal.hpp"
#include "firehose_sse/operation/start_delivery_stream_encryption.hpp"
#include "firehose_sse/operation/tags.hpp"

namespace firehose_sse::operation {

/// Describe shows the destination and the source as the request gave them, secrets included; the service leaves secrets
/// out. *Model:* CreateDeliveryStream.
struct CreateDeliveryStream {
    static constexpr std::string_view name = "CreateDeliveryStream";
    static constexpr std::size_t max_body_bytes = 1024 * 1024;
    using input = model::CreateDeliveryStreamInput;
    using output = model::CreateDeliveryStreamOutput;
    using errors = error_set<model::InvalidArgumentException, model::LimitExceededException,
                             model::ResourceInUseException, model::InvalidKMSResourceException>;

    [[nodiscard]] static decision<CreateDeliveryStream> decide(std::optional<stream_record> const& stream,
                                                               input const& request, context const& with, instant now) {
        auto const& rules = with.policy;
        auto const& configuration = request.DeliveryStreamEncryptionConfigurationInput;
        auto const source = request.DeliveryStreamType.value_or(model::DeliveryStreamType::DirectPut)
                                .value()
                                .value_or(model::DeliveryStreamType::DirectPut);
        encryption::create command{.source = source, .caller = with.caller, .attempts_before = with.attempts_before};
        if (configuration) {
            command.wanted = StartDeliveryStreamEncryption::wanted_key(configuration);
            command.facts = with.keys.find(command.wanted->arn);
        }

        if (exists(stream)) {
            return keep<CreateDeliveryStream>(to_error<CreateDeliveryStream>(
                encryption::refusal::stream_exists, request.DeliveryStreamName, source, command.facts, with));
        }
        if (auto broken = first_broken_rule(request, rules)) { return keep<CreateDeliveryStream>(*std::move(broken)); }
        if (with.stream_count >= rules.max_streams) {
            return keep<CreateDeliveryStream>(
                model::LimitExceededException{"You have already consumed your firehose quota of " +
                                              std::to_string(rules.max_streams) + " hoses."},
                limit_kind::streams);
        }
        stream_record made;
        if (request.Tags) { set_tags(made.tags, *request.Tags); }
        if (made.tags.size() > rules.max_tags) {
            return keep<CreateDeliveryStream>(too_many_tags(rules), limit_kind::tags);
        }
        auto next =
            encryption::transition(stream ? stream->encryption : encryption::state{}, command, rules.encryption, now);
        if (auto const* refused = std::get_if<encryption::refusal>(&next)) {
            return keep<CreateDeliveryStream>(
                to_error<CreateDeliveryStream>(*refused, request.DeliveryStreamName, source, command.facts, with),
                limit_of(*refused));
        }
        auto& decided = std::get<encryption::decision>(next);
        std::vector<encryption::effect> effects = decided.effects;
        made.name = request.DeliveryStreamName;
        made.arn.value = "arn:" + rules.partition + ":firehose:" + rules.region + ":" + rules.account_id +
                         ":deliverystream/" + made.name.value;
        made.version = "1";
        made.created = to_timestamp(now);
        made.source = described_source(request);
        made.destination = described_destination(request);
        apply(made, std::move(decided), rules, now);
        if (configuration && rules.encrypted_create == encrypted_create_charge::charged) {
            made.quota = quota::charge({}, rules.quota, now);
            made.charged_at = made.quota.latest;
            if (made.encryption.queued) { made.queued_charged_at = made.charged_at; }
        }
        output answer{made.arn};
        return put<CreateDeliveryStream>(std::move(made), std::move(answer), std::move(effects));
    }

private:
    // SourceDescription holds the configuration under a key of its own
    static std::optional<raw_json> described_source(input const& request) {
        auto const under = [](std::string_view key, raw_json const& value) {
            return raw_json{"{\"" + std::string(key) + "\":" + value.text + "}"};
        };
        if (auto const& c = request.DirectPutSourceConfiguration) { return under("DirectPutSourceDescription", *c); }
        if (auto const& c = request.KinesisStreamSourceConfiguration) {
            return under("KinesisStreamSourceDescription", *c);
        }
        if (auto const& c = request.MSKSourceConfiguration) { return under("MSKSourceDescription", *c); }
        if (auto const& c = request.DatabaseSourceConfiguration) { return under("DatabaseSourceDescription", *c); }
        return std::nullopt;
    }

    // As the request gave it, even a Password, an AccessKey or a PrivateKey; no description of the service has a member
    // for these.
    static model::DestinationDescription described_destination(input const& request) {
        model::DestinationDescription shown;
        shown.DestinationId = "destinationId-000000000001";
        shown.S3DestinationDescription = request.S3DestinationConfiguration;
        if (auto const& extended = request.ExtendedS3DestinationConfiguration) {
            shown.ExtendedS3DestinationDescription = extended;
            shown.S3DestinationDescription = extended; // described as both [O]
        }
        shown.RedshiftDestinationDescription = request.RedshiftDestinationConfiguration;
        shown.ElasticsearchDestinationDescription = request.ElasticsearchDestinationConfiguration;
        shown.AmazonopensearchserviceDestinationDescription = request.AmazonopensearchserviceDestinationConfiguration;
        shown.SplunkDestinationDescription = request.SplunkDestinationConfiguration;
        shown.HttpEndpointDestinationDescription = request.HttpEndpointDestinationConfiguration;
        shown.SnowflakeDestinationDescription = request.SnowflakeDestinationConfiguration;
        shown.AmazonOpenSearchServerlessDestinationDescription =
            request.AmazonOpenSearchServerlessDestinationConfiguration;
        shown.IcebergDestinationDescription = request.IcebergDestinationConfiguration;
        return shown;
    }
};

} // namespace firehose_sse::operation
