// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/encoding.hpp"
#include "engine/codec/event_in.hpp"
#include "engine/codec/object_in.hpp"
#include "engine/codec/plan_in.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::codec {

inline constexpr integer_bounds any_int32{std::numeric_limits<std::int32_t>::min(),
                                          std::numeric_limits<std::int32_t>::max()};
inline constexpr integer_bounds count_bounds{0, std::numeric_limits<std::uint32_t>::max()};

/// Reads the members of one body.
class body_in {
public:
    body_in(object_in& fields, const stored_event& stored, const event_names& names, missing_texts missing)
        : in{fields}, stored_{stored}, names_{names}, missing_{missing}
    {
    }

    object_in& in;

    std::string text(std::string_view name) { return text_at(in.required(name), in.pointer(name)); }

    std::string text_at(std::optional<json_value> digest, const std::string& field)
    {
        if (!digest)
            return {};
        const auto written = string_in(*digest, field, in.found());
        const auto kept = std::ranges::find(stored_.texts, field, &stored_text::field);
        if (kept == stored_.texts.end()) {
            if (missing_ == missing_texts::are_damage)
                in.found().push_back({field, "has no text"});
            return {};
        }
        ++texts_used_;
        if (base::hex_of(digest_of(kept->salt, kept->text)) != written)
            in.found().push_back({field, "does not fit the digest of its text"});
        return kept->text;
    }

    sessions::forum_index forum(std::string_view name)
    {
        return forum_of(in.required(name), in.pointer(name));
    }

    std::optional<sessions::forum_index> optional_forum(std::string_view name)
    {
        const auto written = in.optional(name);
        return written ? std::optional{forum_of(written, in.pointer(name))} : std::nullopt;
    }

    std::vector<sessions::forum_index> forums(std::string_view name)
    {
        std::vector<sessions::forum_index> made;
        if (const auto written = in.array(name))
            for (const json_value each : *written)
                made.push_back(forum_of(each, pointer_to(in.pointer(name), made.size())));
        return made;
    }

    sessions::phase_index phase(std::string_view name)
    {
        return index_of(names_.phases, in.required(name), in.pointer(name));
    }

    sessions::audience_index audience(std::string_view name)
    {
        return index_of(names_.audiences, in.required(name), in.pointer(name));
    }

    template <class Word>
    Word word(std::string_view name, std::optional<Word> (*named)(std::string_view))
    {
        const auto written = in.string(name);
        const auto made = named(written);
        if (!made && in.found().empty())
            in.note(name, in_quotes(written) + " is no word of this version");
        return made.value_or(Word{});
    }

    bool used_all_texts() const { return texts_used_ == stored_.texts.size(); }

    /// A whole plan, which stands as one text; null after a fault.
    std::shared_ptr<const sessions::plan> plan(std::string_view name)
    {
        const std::string written = text(name);
        if (!in.found().empty())
            return nullptr;
        auto planned = decode_stored_plan(written);
        if (planned)
            return std::make_shared<const sessions::plan>(std::move(*planned));
        in.note(name, "cannot be read: " + planned.error().pointer + " " + planned.error().message);
        return nullptr;
    }

    std::vector<sessions::post_id> posts(std::string_view name)
    {
        return ids<sessions::post_id>(in.array(name), in.pointer(name));
    }

    /// Ids of a list that may be absent.
    template <class Id>
    std::vector<Id> optional_ids(std::string_view name)
    {
        return ids<Id>(in.optional_array(name), in.pointer(name));
    }

private:
    template <class Id>
    std::vector<Id> ids(std::optional<json_value> written, const std::string& pointer)
    {
        std::vector<Id> made;
        if (written)
            for (const json_value each : *written)
                made.push_back(Id{static_cast<typename Id::rep>(integer_in(
                    each, object_in::id_bounds<Id>(), pointer_to(pointer, made.size()), in.found()))});
        return made;
    }

    sessions::forum_index forum_of(std::optional<json_value> written, const std::string& pointer)
    {
        return index_of(names_.forums, written, pointer);
    }

    std::uint16_t index_of(const std::vector<sessions::slug>& known, std::optional<json_value> written,
                           const std::string& pointer)
    {
        if (!written)
            return 0;
        const auto name = string_in(*written, pointer, in.found());
        const auto found = std::ranges::find(known, name, &sessions::slug::view);
        if (found != known.end())
            return static_cast<std::uint16_t>(found - known.begin());
        in.found().push_back({pointer, in_quotes(name) + " is not in the plan"});
        return 0;
    }

    const stored_event& stored_;
    const event_names& names_;
    missing_texts missing_;
    std::size_t texts_used_ = 0;
};

struct known_event {
    std::string_view type;
    sessions::event_body (*read)(body_in&);
};

/// The bodies of events of steering, moderation and organizing.
std::span<const known_event> steering_events();

/// The bodies of events of records and privacy.
std::span<const known_event> records_events();

}  // namespace jamhall::codec
