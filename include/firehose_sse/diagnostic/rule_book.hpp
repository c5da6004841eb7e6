// What every rule says, where it comes from and how to mend a document that breaks it.
// Level 4 (diagnostic). Texts only; knows no document.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/rule.hpp"
#include "firehose_sse/diagnostic/diagnostic.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/wire/decode_error.hpp"
#include <string_view>

namespace firehose_sse::diagnostic {

/// What can be said about a rule without a document. The texts may change; the id is stable.
struct rule_entry {
    std::string_view id{};
    /// What is wrong, in a few words without a full stop.
    std::string_view summary{};
    /// What the rule says, in sentences.
    std::string_view explanation{};
    /// Where it comes from, with its evidence marks.
    std::string_view source{};
    /// What the service answers, with its evidence mark.
    std::string_view answer{};
    std::string_view mend{};
    /// A document that breaks the rule; empty when there is no short one.
    std::string_view example{};
    /// The shape that `example` is meant to be.
    std::string_view example_shape{};
};

namespace detail {

consteval std::string_view id(wire::decode_reason reason) noexcept { return reflect::enum_name(reason); }
consteval std::string_view id(constraint::rule rule) noexcept { return reflect::enum_name(rule); }

inline constexpr std::string_view unreadable = "SerializationException, without a message [O]";
inline constexpr std::string_view limit_of_reader =
    "SerializationException here; whether the service has such a limit is not known [U]";
inline constexpr std::string_view invalid =
    "ValidationException, which names every violation of the constraint layer and no value [O]";

} // namespace detail

/// One entry for every cause, in the order of the enumerators: first decode_reason, then rule.
inline constexpr rule_entry rule_book[] = {
    {.id = detail::id(wire::decode_reason::syntax),
     .summary = "the text is not JSON",
     .explanation = "From the place named on, the text is not JSON: a comma before a closing bracket, a name without "
                    "quotes, a single quote, a comment, NaN. Nothing after it was read.",
     .source = "RFC 8259; AWS JSON 1.1, whose bodies are JSON [D].",
     .answer = detail::unreadable,
     .mend = "Look at the character named and at the one before it.",
     .example = R"({"DeliveryStreamName": "orders",})",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(wire::decode_reason::incomplete),
     .summary = "the text ends before the document does",
     .explanation = "A bracket or a string is still open where the text ends.",
     .source = "RFC 8259; AWS JSON 1.1, whose bodies are JSON [D].",
     .answer = detail::unreadable,
     .mend = "Close what is open. A body that was cut on its way has fewer bytes than its Content-Length says.",
     .example = R"({"DeliveryStreamName": "orders")",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(wire::decode_reason::too_deep),
     .summary = "objects and lists are nested too deep",
     .explanation = "A reader that follows every bracket can be made to run out of memory, so it has a limit: 32 "
                    "levels unless told otherwise. The model itself needs a handful.",
     .source = "wire::decode_options::max_depth [U].",
     .answer = detail::limit_of_reader,
     .mend = "Send the value as it is meant: nesting like this is a mistake or an attack."},
    {.id = detail::id(wire::decode_reason::too_large),
     .summary = "the text has too many bytes",
     .explanation = "8 MiB unless told otherwise, which leaves room for a batch of 4 MiB of records in base64.",
     .source = "wire::decode_options::max_bytes [U]; the batch's own limit is documented [D].",
     .answer = "SerializationException here, unless the operation's own limit is reached first: then "
               "RequestEntityTooLargeException; "
               "what the service answers is not known [U]",
     .mend = "Send fewer records at once."},
    {.id = detail::id(wire::decode_reason::too_many_elements),
     .summary = "all lists together have too many elements",
     .explanation = "Three bytes of text can become hundreds of memory, so the elements of all lists of the model "
                    "count together: 100,000 unless told otherwise, far beyond what the model allows.",
     .source = "wire::decode_options::max_elements [U].",
     .answer = detail::limit_of_reader,
     .mend = "A batch holds 500 records at most; send several."},
    {.id = detail::id(wire::decode_reason::trailing_text),
     .summary = "the text goes on after the document",
     .explanation = "A body is one JSON document. White space may follow it, nothing else may.",
     .source = "RFC 8259, section 2; AWS JSON 1.1 [D].",
     .answer = detail::unreadable,
     .mend = "Send each document as a request of its own.",
     .example = R"({"DeliveryStreamName": "orders"} {"DeliveryStreamName": "returns"})",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(wire::decode_reason::byte_order_mark),
     .summary = "the text begins with a byte-order mark",
     .explanation = "No writer may put one before JSON. A reader may skip it: the preset sdk does.",
     .source = "RFC 8259, section 8.1 [D]; wire::decode_options::byte_order_mark.",
     .answer = "not known [U]; SerializationException here",
     .mend = "Save the file as UTF-8 without a byte-order mark.",
     .example = "\xEF\xBB\xBF{\"DeliveryStreamName\": \"orders\"}",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(wire::decode_reason::invalid_utf8),
     .summary = "the text is not UTF-8",
     .explanation = "A byte belongs to no character: the text is in another encoding, or a character was cut.",
     .source = "RFC 8259, section 8.1; RFC 7493, section 2.1.",
     .answer = detail::unreadable,
     .mend = "Encode the text as UTF-8. Bytes that are no text belong in Data, as base64.",
     .example = "{\"DeliveryStreamName\": \"caf\xE9\"}",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(wire::decode_reason::lone_surrogate),
     .summary = "an escape stands for half a character",
     .explanation = "Characters beyond U+FFFF are escaped as two halves. One half alone is no character, and readers "
                    "disagree about what it means.",
     .source = "RFC 7493, section 2.1.",
     .answer = "not known [U]; SerializationException here",
     .mend = "Escape both halves, or write the character itself.",
     .example = R"({"DeliveryStreamName": "\uD83D"})",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(wire::decode_reason::empty_body),
     .summary = "there is no document",
     .explanation = "Told only where a reader is set to refuse an empty body; otherwise it means {}.",
     .source = "AWS JSON 1.1: an empty body means {} [D]; a sibling service refuses it [O sibling]; "
               "wire::decode_options::empty_body.",
     .answer = "as to {} [D]; SerializationException where it is refused",
     .mend = "Send {}.",
     .example = " ",
     .example_shape = "ListDeliveryStreamsInput"},
    {.id = detail::id(wire::decode_reason::not_an_object),
     .summary = "the document is not an object",
     .explanation = "Every request and every answer is a JSON object, whatever its members.",
     .source = "AWS JSON 1.1 [D].",
     .answer = detail::unreadable,
     .mend = "Put the members between { and }.",
     .example = R"(["orders"])",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(wire::decode_reason::wrong_kind),
     .summary = "a value is of a kind that its member cannot hold",
     .explanation = "Such as a number for a string, or one record where a list of records is wanted. Members whose "
                    "content is not modelled here, such as destinations, take objects.",
     .source = "the type of the member's shape [D].",
     .answer = "SerializationException [O sibling]",
     .mend = "Write the kind that is wanted; a number that is a string stands in quotes.",
     .example = R"({"DeliveryStreamName": 17})",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(wire::decode_reason::not_an_integer),
     .summary = "a number has a fraction where an integer is wanted",
     .explanation = "1.0 and 1e2 are integers, however spelled; 1.5 is none. A reader may cut the fraction off: the "
                    "preset sdk does.",
     .source = "the type of the member's shape [D]; a sibling service cuts the fraction off [O sibling]; "
               "wire::decode_options::fractional_integers.",
     .answer = "not known [U]; SerializationException here",
     .mend = "Round the number.",
     .example = R"({"Limit": 1.5})",
     .example_shape = "ListDeliveryStreamsInput"},
    {.id = detail::id(wire::decode_reason::number_out_of_range),
     .summary = "a number is too large to be held",
     .explanation = "Integers of this service have 32 bits; other numbers have to be finite, and no exponent may be "
                    "larger than an int, whatever the number.",
     .source = "the type of the member's shape: integer [D].",
     .answer = "SerializationException [I]",
     .mend = "Send a number within the member's bounds.",
     .example = R"({"Limit": 99999999999})",
     .example_shape = "ListDeliveryStreamsInput"},
    {.id = detail::id(wire::decode_reason::null_element),
     .summary = "a list holds null",
     .explanation = "A member that is null counts as absent, but an element cannot be absent from its place. A reader "
                    "may leave it out: the preset sdk does.",
     .source = "no list of this service's model is sparse [D]; wire::decode_options::null_elements.",
     .answer = "not known [U]; SerializationException here",
     .mend = "Leave the element out.",
     .example = R"({"DeliveryStreamName": "orders", "TagKeys": ["team", null]})",
     .example_shape = "UntagDeliveryStreamInput"},
    {.id = detail::id(wire::decode_reason::duplicate_member),
     .summary = "an object has a name twice",
     .explanation = "One reader takes the first value, another the last: what was checked need not be what is done. "
                    "A name spelled with escapes is the same name.",
     .source = "RFC 7493, section 2.3; RFC 8259, section 4.",
     .answer = "not known [U]; SerializationException here",
     .mend = "Keep one of them.",
     .example = R"({"DeliveryStreamName": "orders", "DeliveryStreamN\u0061me": "returns"})",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(wire::decode_reason::unknown_member),
     .summary = "a member is none that the model knows",
     .explanation = "Upper and lower case matter. A misspelt member is read as absent, so that what it says is not "
                    "done; one that is null says nothing, and is not told. A warning unless told otherwise: in "
                    "answers such members must be ignored, and the service may know more than this version.",
     .source = "the members of the shape [D]; what the service does with others in a request is not known [U]; "
               "wire::decode_options::unknown_members.",
     .answer = "not known [U]; none where it is ignored",
     .mend = "Correct the name, or leave the member out.",
     .example = R"({"DeliveryStreamName": "orders", "deliveryStreamType": "DirectPut"})",
     .example_shape = "ListDeliveryStreamsInput"},
    {.id = detail::id(wire::decode_reason::bad_base64),
     .summary = "bytes are not in base64",
     .explanation = "Data travels as base64 in the standard alphabet, padded with =, without line ends, and without "
                    "set bits that belong to no byte: otherwise two texts would stand for the same bytes.",
     .source = "AWS JSON 1.1, blobs [D]; RFC 4648, section 4; wire::decode_options::spare_base64_bits.",
     .answer = "SerializationException [O sibling]",
     .mend = "Encode the bytes. SDKs do that themselves: what is encoded before is encoded twice, and arrives as "
             "base64.",
     .example = R"({"DeliveryStreamName": "orders", "Record": {"Data": "hello, world"}})",
     .example_shape = "PutRecordInput"},
    {.id = detail::id(wire::decode_reason::bad_timestamp),
     .summary = "a text is no time",
     .explanation = "Times are numbers of seconds since 1970. Told only where a reader is set to take text too, which "
                    "then has to be ISO 8601: the preset sdk is.",
     .source = "AWS JSON 1.1, timestamps [D]; a widespread client reads text as well [O]; "
               "wire::decode_options::text_timestamps.",
     .answer = "none: no request of this service has a time",
     .mend = "Write the number of seconds.",
     .example = R"({"DeliveryStreamDescription": {"CreateTimestamp": "yesterday"}})",
     .example_shape = "DescribeDeliveryStreamOutput"},
    {.id = detail::id(constraint::rule::required),
     .summary = "a required member is absent or null",
     .explanation = "A member that is null counts as absent.",
     .source = "trait required of the member [D].",
     .answer = detail::invalid,
     .mend = "Add the member.",
     .example = R"({"DeliveryStreamName": null})",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(constraint::rule::length_min),
     .summary = "a value is too short",
     .explanation = "Strings count code points, so that one emoji is 1; lists count elements, blobs their bytes before "
                    "base64.",
     .source = "trait length of the shape [D].",
     .answer = detail::invalid,
     .mend = "An empty string is often a variable that was not set. Leave an optional member out instead.",
     .example = R"({"DeliveryStreamName": ""})",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(constraint::rule::length_max),
     .summary = "a value is too long",
     .explanation = "Strings count code points, so that one emoji is 1; lists count elements, blobs their bytes before "
                    "base64: 1,024,000 for a record.",
     .source = "trait length of the shape [D].",
     .answer = detail::invalid,
     .mend = "Shorten the value; split a record, or send several batches.",
     .example = R"({"DeliveryStreamName": "this-name-has-sixty-five-characters-which-are-one-more-than-64-ok"})",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(constraint::rule::value_min),
     .summary = "a number is too small",
     .explanation = "Both bounds are allowed themselves.",
     .source = "trait range of the shape [D].",
     .answer = detail::invalid,
     .mend = "Leave an optional member out instead of sending 0.",
     .example = R"({"Limit": 0})",
     .example_shape = "ListDeliveryStreamsInput"},
    {.id = detail::id(constraint::rule::value_max),
     .summary = "a number is too large",
     .explanation = "Both bounds are allowed themselves.",
     .source = "trait range of the shape [D].",
     .answer = detail::invalid,
     .mend = "Ask for less, and for the rest in further calls.",
     .example = R"({"Limit": 10001})",
     .example_shape = "ListDeliveryStreamsInput"},
    {.id = detail::id(constraint::rule::pattern),
     .summary = "a text does not match its pattern",
     .explanation =
         "The whole text has to match, not a part of it: a line end or a quotation mark behind a name counts. "
         "The key of server-side encryption is an ARN with key/ in it: since the model of 2026-06-12 an alias "
         "is refused; the constraints before_2026_06_12 take one.",
     .source = "trait pattern of the shape [D]; that the whole text has to match [O].",
     .answer = detail::invalid,
     .mend = "Compare the text with the pattern, invisible characters included. For an alias, send the ARN of its key: "
             "aws kms describe-key tells it.",
     .example = R"({"DeliveryStreamName": "orders\n"})",
     .example_shape = "StopDeliveryStreamEncryptionInput"},
    {.id = detail::id(constraint::rule::enumeration),
     .summary = "a text is none of the names allowed",
     .explanation = "Upper and lower case matter, and so does what follows the name.",
     .source = "trait enum of the shape [D].",
     .answer = detail::invalid,
     .mend = "Write one of the names listed.",
     .example = R"({"DeliveryStreamName": "orders", )"
                R"("DeliveryStreamEncryptionConfigurationInput": {"KeyType": "aws_owned_cmk"}})",
     .example_shape = "StartDeliveryStreamEncryptionInput"},
    {.id = detail::id(constraint::rule::customer_key_needs_arn),
     .summary = "KeyType CUSTOMER_MANAGED_CMK without KeyARN",
     .explanation = "A customer's key has to be named.",
     .source = "API reference, DeliveryStreamEncryptionConfigurationInput, KeyARN [D].",
     .answer = "InvalidArgumentException [I]",
     .mend = "Add KeyARN, the ARN of a symmetric key; or take AWS_OWNED_CMK.",
     .example = R"({"DeliveryStreamName": "orders", )"
                R"("DeliveryStreamEncryptionConfigurationInput": {"KeyType": "CUSTOMER_MANAGED_CMK"}})",
     .example_shape = "StartDeliveryStreamEncryptionInput"},
    {.id = detail::id(constraint::rule::owned_key_has_no_arn),
     .summary = "KeyType AWS_OWNED_CMK with KeyARN",
     .explanation = "AWS's own key is not the caller's to choose. Whoever names a key probably means "
                    "CUSTOMER_MANAGED_CMK, and would be encrypted with another one.",
     .source = "API reference, DeliveryStreamEncryptionConfigurationInput, KeyType [D]; whether the service refuses it "
               "is not known [U], so the rule can be switched off.",
     .answer = "not known [U]; InvalidArgumentException here",
     .mend = "Leave KeyARN out, or set KeyType to CUSTOMER_MANAGED_CMK.",
     .example = R"({"DeliveryStreamName": "orders", "DeliveryStreamEncryptionConfigurationInput": )"
                R"({"KeyType": "AWS_OWNED_CMK", "KeyARN": "arn:aws:kms:us-east-1:123456789012:key/blue"}})",
     .example_shape = "StartDeliveryStreamEncryptionInput"},
    {.id = detail::id(constraint::rule::encryption_needs_direct_put),
     .summary = "encryption of a stream that is not fed by DirectPut",
     .explanation = "A stream with another source holds no data at rest of its own: the source is encrypted instead.",
     .source = "API reference, CreateDeliveryStream and StartDeliveryStreamEncryption [D].",
     .answer = "InvalidArgumentException [I]",
     .mend = "Leave the encryption out and encrypt the source, or let records come by DirectPut.",
     .example = R"({"DeliveryStreamName": "orders", "DeliveryStreamType": "MSKAsSource", )"
                R"("DeliveryStreamEncryptionConfigurationInput": {"KeyType": "AWS_OWNED_CMK"}, )"
                R"("ExtendedS3DestinationConfiguration": {}})",
     .example_shape = "CreateDeliveryStreamInput"},
    {.id = detail::id(constraint::rule::exactly_one_destination),
     .summary = "no destination, or more than one",
     .explanation = "A stream delivers to one place: one of the members whose names end in DestinationConfiguration.",
     .source = "API reference, CreateDeliveryStream [D]; the service's answer [O].",
     .answer = "InvalidArgumentException [O]",
     .mend = "Give one of them.",
     .example = R"({"DeliveryStreamName": "orders"})",
     .example_shape = "CreateDeliveryStreamInput"},
    {.id = detail::id(constraint::rule::source_fits_type),
     .summary = "a source that does not belong to the DeliveryStreamType",
     .explanation = "Each type of stream has a source configuration of its own; without a type it is DirectPut.",
     .source = "API reference, CreateDeliveryStream [D]; that a mismatch is refused [I].",
     .answer = "InvalidArgumentException [I]",
     .mend = "Set the DeliveryStreamType that belongs to the source.",
     .example = R"({"DeliveryStreamName": "orders", "KinesisStreamSourceConfiguration": {}, )"
                R"("ExtendedS3DestinationConfiguration": {}})",
     .example_shape = "CreateDeliveryStreamInput"},
    {.id = detail::id(constraint::rule::batch_bytes),
     .summary = "the records of a batch are too large together",
     .explanation =
         "4 MiB, counted here as bytes before base64; whether the service counts them before or after is not "
         "known [U]. 500 records of the largest size would be 488 MiB, so this limit comes first.",
     .source = "API reference, PutRecordBatch, and the service's quotas [D].",
     .answer = "InvalidArgumentException [O sibling]",
     .mend = "Send several batches."},
};

/// The entry of that id; null when there is none.
[[nodiscard]] constexpr rule_entry const* find_rule(std::string_view id) noexcept {
    for (rule_entry const& each : rule_book) {
        if (each.id == id) { return &each; }
    }
    return nullptr;
}

} // namespace firehose_sse::diagnostic
