// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/json_copy.hpp"

namespace jamhall::codec {

void append_value(json_out& out, json_value value)
{
    switch (value.kind()) {
    case json_kind::null: out.null(); break;
    case json_kind::boolean: out.value(value.boolean()); break;
    case json_kind::integer: out.value(value.integer()); break;
    case json_kind::real: out.value(value.real()); break;
    case json_kind::string: out.value(value.string()); break;
    case json_kind::array:
        out.begin_array();
        for (const json_value each : value)
            append_value(out, each);
        out.end_array();
        break;
    case json_kind::object:
        out.begin_object();
        for (const json_value each : value) {
            out.name(each.name());
            append_value(out, each);
        }
        out.end_object();
        break;
    }
}

}  // namespace jamhall::codec
