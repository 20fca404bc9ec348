// SPDX-License-Identifier: Apache-2.0
#include "engine/net/api.hpp"
#include "engine/net/documents_embedded.hpp"
#include "engine/net/metrics_text.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"

#include <algorithm>

namespace jamhall::net {
namespace {

reply document_named(std::string_view name)
{
    const auto found = std::ranges::find(embedded_documents, name, [](const auto& d) { return d.first; });
    return json_reply(std::string{found->second});
}

}  // namespace

base::task<reply> get_healthz(exchange_ptr)
{
    co_return text_reply(http::status::ok, "text/plain; charset=utf-8", "ok\n");
}

base::task<reply> get_readyz(exchange_ptr e)
{
    if (e->server.is_stopping)
        co_return problem_reply(http::status::service_unavailable, "restarting", "The server is stopping.");
    if (!e->server.hall.is_ready())
        co_return problem_reply(http::status::service_unavailable, "storage_failed",
                                "The last write failed; the log says why.");
    co_return text_reply(http::status::ok, "text/plain; charset=utf-8", "ready\n");
}

base::task<reply> get_metrics(exchange_ptr)
{
    co_return text_reply(http::status::ok, "text/plain; version=0.0.4; charset=utf-8",
                         metrics_text(base::metrics()));
}

base::task<reply> get_openapi(exchange_ptr)
{
    co_return document_named("openapi.json");
}

base::task<reply> get_asyncapi(exchange_ptr)
{
    co_return document_named("asyncapi.json");
}

base::task<reply> get_plan_schema(exchange_ptr)
{
    co_return document_named("plan.schema.json");
}

}  // namespace jamhall::net
