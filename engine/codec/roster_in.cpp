// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/roster_in.hpp"

#include "engine/codec/csv_in.hpp"
#include "engine/codec/email_in.hpp"
#include "engine/codec/object_in.hpp"
#include "engine/codec/text_in.hpp"
#include "sessions/core/limits.hpp"
#include "sessions/core/text.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace jamhall::codec {
namespace {

using namespace sessions;

constexpr std::size_t attribute_name_length_max = 60;

std::string lowered(std::string_view text)
{
    std::string made{text};
    for (char& c : made)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return made;
}

/// Reads one file; the columns are found once, then each record is taken or refused.
class roster_reader {
public:
    roster_reader(std::string_view csv, const plan& planned) : csv_{csv}, planned_{planned} {}

    roster_file read()
    {
        csv_record record;
        if (!csv_.next(record)) {
            refuse(1, "the file is empty");
            return std::move(file_);
        }
        if (!read_header(record))
            return std::move(file_);
        while (csv_.next(record)) {
            if (record.is_blank())
                continue;
            if (file_.lines.size() == limits::people_max) {
                refuse(record.line, "is one person too many");
                break;
            }
            if (file_.refused.size() + 1 == refused_lines_max) {
                refuse(record.line, "and what follows was not read, because too many lines are wrong");
                break;
            }
            read_line(record);
        }
        return std::move(file_);
    }

private:
    enum class column : std::uint8_t { email, name, roles, forums, audience, attribute };

    void refuse(std::uint32_t line, std::string reason)
    {
        file_.refused.push_back({line, std::move(reason)});
    }

    static std::optional<column> known_column(std::string_view header)
    {
        const std::string name = lowered(header);
        if (name == "email")
            return column::email;
        if (name == "name")
            return column::name;
        if (name == "roles")
            return column::roles;
        if (name == "forums")
            return column::forums;
        if (name == "audience")
            return column::audience;
        return std::nullopt;
    }

    bool read_header(const csv_record& record)
    {
        if (!record.fault.empty()) {
            refuse(record.line, "the header " + std::string{record.fault});
            return false;
        }
        for (const auto& field : record.fields)
            if (!add_column(record.line, field))
                return false;
        if (std::ranges::find(columns_, column::email) != columns_.end())
            return true;
        const bool has_semicolons =
            record.fields.size() == 1 && record.fields.front().find(';') != std::string::npos;
        refuse(record.line, has_semicolons ? "the header must have commas between its columns, not semicolons"
                                           : "the header names no column email");
        return false;
    }

    bool add_column(std::uint32_t line, const std::string& field)
    {
        if (!is_utf8(field)) {
            refuse(line, "the file is not UTF-8 text");
            return false;
        }
        const std::string name = normalised(field);
        const auto known = known_column(name);
        const std::string compared = known ? lowered(name) : name;
        if (judge_line(name, attribute_name_length_max) != text_fault::none) {
            refuse(line, "the header has a column without a name, or with a name that is too long");
            return false;
        }
        if (std::ranges::find(column_names_, compared) != column_names_.end()) {
            refuse(line, "the header names the column " + in_quotes(name) + " twice");
            return false;
        }
        column_names_.push_back(compared);
        columns_.push_back(known.value_or(column::attribute));
        file_.columns.has_name |= known == column::name;
        file_.columns.has_roles |= known == column::roles;
        file_.columns.has_forums |= known == column::forums;
        file_.columns.has_audience |= known == column::audience;
        if (!known)
            file_.columns.attributes.push_back(name);
        if (file_.columns.attributes.size() <= limits::attributes_max)
            return true;
        refuse(line,
               "the header has more than " + std::to_string(limits::attributes_max) + " further columns");
        return false;
    }

    void read_line(const csv_record& record)
    {
        if (!record.fault.empty())
            return refuse(record.line, std::string{record.fault});
        if (record.fields.size() != columns_.size())
            return refuse(record.line, "has " + std::to_string(record.fields.size()) +
                                           " fields, the header " + std::to_string(columns_.size()));
        roster_line made;
        made.line = record.line;
        reason_.clear();
        for (std::size_t i = 0; i < columns_.size() && reason_.empty(); ++i)
            read_field(i, record.fields[i], made);
        if (!reason_.empty())
            return refuse(record.line, reason_);
        const auto [earlier, is_new] = lines_by_email_.try_emplace(lowered(made.email), record.line);
        if (!is_new)
            return refuse(record.line,
                          "has the same e-mail address as line " + std::to_string(earlier->second));
        file_.lines.push_back(std::move(made));
    }

    void read_field(std::size_t index, const std::string& field, roster_line& into)
    {
        if (!is_utf8(field)) {
            reason_ = "is not UTF-8 text";
            return;
        }
        const std::string value = normalised(field);
        switch (columns_[index]) {
        case column::email: read_email(value, into); break;
        case column::name: into.entry.name = bounded(value, "name", limits::name_length_max); break;
        case column::roles: read_roles(value, into.entry); break;
        case column::forums: read_forums(value, into.entry); break;
        case column::audience: read_audience(value, into.entry); break;
        case column::attribute:
            into.entry.attributes.emplace_back(
                column_names_[index], bounded(value, column_names_[index], limits::attribute_length_max));
            break;
        }
    }

    /// A single line, or nothing at all.
    std::string bounded(const std::string& value, std::string_view name, std::size_t length_max)
    {
        switch (judge_line(value, length_max)) {
        case text_fault::none:
        case text_fault::empty: break;
        case text_fault::too_long:
            reason_ =
                "has a " + in_quotes(name) + " longer than " + std::to_string(length_max) + " characters";
            break;
        case text_fault::control_character: reason_ = "has a control character in " + in_quotes(name); break;
        }
        return value;
    }

    void read_email(const std::string& value, roster_line& into)
    {
        if (value.empty())
            reason_ = "has no e-mail address";
        else if (!is_email(value))
            reason_ = in_quotes(value) + " is no e-mail address";
        into.email = value;
    }

    /// Calls `read` with each trimmed part between semicolons that is not empty.
    template <class Read>
    static void for_each_part(std::string_view list, Read read)
    {
        while (!list.empty()) {
            const auto end = list.find(';');
            const auto part = trimmed(list.substr(0, end));
            if (!part.empty())
                read(part);
            list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
        }
    }

    void read_roles(std::string_view value, roster_entry& into)
    {
        role_set roles;
        for_each_part(value, [&](std::string_view part) {
            if (const auto which = role_named(lowered(part)))
                roles.add(*which);
            else
                reason_ = in_quotes(part) + " is no role";
        });
        if (!roles.empty())
            into.roles = roles;
    }

    void read_forums(std::string_view value, roster_entry& into)
    {
        for_each_part(value, [&](std::string_view part) {
            const auto found =
                std::ranges::find(planned_.forums, part, [](const planned_forum& f) { return f.id.view(); });
            const auto index = static_cast<forum_index>(found - planned_.forums.begin());
            if (found == planned_.forums.end())
                reason_ = in_quotes(part) + " is no forum of the plan";
            else if (std::ranges::find(into.forums, index) == into.forums.end())
                into.forums.push_back(index);
        });
    }

    void read_audience(std::string_view value, roster_entry& into)
    {
        if (value.empty())
            return;
        const auto found =
            std::ranges::find(planned_.audiences, value, [](const audience& a) { return a.id.view(); });
        if (found == planned_.audiences.end())
            reason_ = in_quotes(value) + " is no audience of the plan";
        else
            into.audience = static_cast<audience_index>(found - planned_.audiences.begin());
    }

    csv_in csv_;
    const plan& planned_;
    roster_file file_;
    std::vector<column> columns_;
    std::vector<std::string> column_names_;
    std::unordered_map<std::string, std::uint32_t> lines_by_email_;
    std::string reason_;  ///< why the line at hand is refused
};

}  // namespace

roster_file decode_roster(std::string_view csv, const plan& planned)
{
    return roster_reader{csv, planned}.read();
}

roster_entry updated_entry(const roster_entry& standing, const roster_columns& columns,
                           const roster_entry& read)
{
    roster_entry made = standing;
    made.came_by = read.came_by;
    if (columns.has_name)
        made.name = read.name;
    if (columns.has_roles)
        made.roles = read.roles;
    if (columns.has_forums)
        made.forums = read.forums;
    if (columns.has_audience)
        made.audience = read.audience;
    for (const auto& [name, value] : read.attributes) {
        const auto kept =
            std::ranges::find(made.attributes, name, &std::pair<std::string, std::string>::first);
        if (kept == made.attributes.end())
            made.attributes.emplace_back(name, value);
        else
            kept->second = value;
    }
    return made;
}

}  // namespace jamhall::codec
