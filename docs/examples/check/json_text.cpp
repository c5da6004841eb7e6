// SPDX-License-Identifier: BSL-1.0
#include "json_text.hpp"
#include "text.hpp"
#include <boost/json/serialize.hpp>
#include <cstddef>

namespace check_example {

namespace json = boost::json;

namespace {

void append(json::value const& value, std::size_t depth, std::string& out) {
    auto const new_line = [&](std::size_t levels) { out += '\n' + std::string(levels * 4, ' '); };
    bool first = true;
    auto const before_next = [&] {
        if (!first) { out += ','; }
        first = false;
        new_line(depth + 1);
    };
    if (auto const* const object = value.if_object(); object != nullptr && !object->empty()) {
        out += '{';
        for (auto const& each : *object) {
            before_next();
            append_json_string({each.key().data(), each.key().size()}, out);
            out += ": ";
            append(each.value(), depth + 1, out);
        }
        new_line(depth);
        out += '}';
    } else if (auto const* const list = value.if_array(); list != nullptr && !list->empty()) {
        out += '[';
        for (auto const& each : *list) {
            before_next();
            append(each, depth + 1, out);
        }
        new_line(depth);
        out += ']';
    } else if (auto const* const text = value.if_string()) {
        append_json_string({text->data(), text->size()}, out);
    } else {
        out += json::serialize(value);
    }
}

} // namespace

std::string to_text(json::value const& value) {
    std::string out;
    append(value, 0, out);
    return out + '\n';
}

} // namespace check_example
