// Model types as Boost.JSON's document values, an opaque member edited, and a request written to a log.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse.hpp>
#include <firehose_sse/wire/json_value.hpp>
#include <iostream>
#include <string>

namespace model = firehose_sse::model;
namespace wire = firehose_sse::wire;

namespace {

// there and back, and what is refused on the way back
bool convert() {
    model::PutRecordInput request;
    request.DeliveryStreamName = "orders";
    request.Record.Data = "hello";
    // [snippet:convert]
    boost::json::value value = boost::json::value_from(request); // {"DeliveryStreamName":"orders","Record":{"Data":…
    value.as_object()["Record"].as_object()["Data"] = "aGVsbG8"; // base64 without its padding

    auto const read = boost::json::try_value_to<model::PutRecordInput>(value);
    if (!read) { std::cout << read.error().message() << '\n'; } // a blob is not canonical base64
    bool const blob = read.error() == wire::decode_reason::bad_base64;
    // [/snippet]
    return blob && boost::json::value_to<model::PutRecordInput>(boost::json::value_from(request)) == request;
}

// a member that the library does not type
bool edit_what_is_opaque() {
    auto input = wire::decode<model::CreateDeliveryStreamInput>(
                     R"({"DeliveryStreamName":"orders","S3DestinationConfiguration":{"Prefix":"raw/","RoleARN":"r"}})")
                     .value()
                     .value;
    // [snippet:open]
    auto destination = wire::open(*input.S3DestinationConfiguration); // an error says where in the member it is
    if (!destination) { return false; }
    destination->as_object()["Prefix"] = "orders/";
    input.S3DestinationConfiguration = wire::seal(*destination).value(); // an object, or it does not seal
    // [/snippet]
    return wire::encode(input) ==
           R"({"DeliveryStreamName":"orders","S3DestinationConfiguration":{"Prefix":"orders/","RoleARN":"r"}})";
}

// what a log may hold of a request
bool log() {
    model::PutRecordInput request;
    request.DeliveryStreamName = "orders";
    request.Record.Data = "hello";
    // [snippet:log]
    std::string const line = wire::to_log(request); // {"DeliveryStreamName":"orders","Record":{"Data":"<5 bytes>"}}
    // [/snippet]
    return line == R"({"DeliveryStreamName":"orders","Record":{"Data":"<5 bytes>"}})";
}

} // namespace

int main() {
    bool const good = convert() && edit_what_is_opaque() && log();
    return good ? 0 : 1;
}
