// SPDX-License-Identifier: Apache-2.0
#include "engine/net/api.hpp"
#include "engine/net/router.hpp"

namespace jamhall::net {
namespace {

using enum http::verb;

constexpr route table[] = {
    {get, "/healthz", access::anybody, get_healthz},
    {get, "/readyz", access::anybody, get_readyz},
    {get, "/metrics", access::metrics_reader, get_metrics},
    {get, "/api/v1/openapi.json", access::anybody, get_openapi},
    {get, "/api/v1/asyncapi.json", access::anybody, get_asyncapi},
};

}  // namespace

std::span<const route> all_routes()
{
    return table;
}

}  // namespace jamhall::net
