// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/jam/frames.hpp"

#include "engine/codec/ws_frame.hpp"

#include <nlohmann/json.hpp>

#include <deque>
#include <utility>

namespace jamhall::simulated {
namespace {

constexpr std::size_t kept_max = 16;

std::shared_ptr<const parsed_frame> read(const std::string& bytes)
{
    const auto text = codec::ws_payload(bytes);
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("type"))
        return nullptr;
    auto made = std::make_shared<parsed_frame>();
    made->type = json.at("type");
    made->feed = json.value("feed", "");
    made->code = json.value("code", "");
    if (json.contains("ref") && json.at("ref").is_string())
        made->ref = json.at("ref");
    made->note = {json.value("offset", std::uint64_t{0}), json.value("post", std::uint64_t{0}),
                  json.value("poll", std::uint64_t{0})};
    made->upto = json.value("upto", std::uint64_t{0});
    if (json.contains("events"))
        for (const auto& each : json.at("events"))
            made->offsets.push_back(each.at("offset"));
    made->hash = 14'695'981'039'346'656'037U;
    for (const char c : text)
        made->hash = (made->hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
    return made;
}

}  // namespace

std::shared_ptr<const parsed_frame> parsed(const live::frame& f)
{
    static std::deque<std::pair<live::frame, std::shared_ptr<const parsed_frame>>> kept;
    for (const auto& [of, what] : kept)
        if (of == f)
            return what;
    kept.emplace_back(f, read(*f));
    if (kept.size() > kept_max)
        kept.pop_front();
    return kept.back().second;
}

}  // namespace jamhall::simulated
