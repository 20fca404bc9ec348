// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/csv_in.hpp"

namespace jamhall::codec {

csv_in::csv_in(std::string_view text) : text_{text}
{
    if (text_.starts_with("\xEF\xBB\xBF"))
        position_ = 3;
}

bool csv_in::at_line_end() const
{
    return position_ == text_.size() || text_[position_] == '\n' || text_.substr(position_, 2) == "\r\n";
}

void csv_in::pass_line_end()
{
    if (position_ == text_.size())
        return;
    position_ += text_[position_] == '\r' ? 2 : 1;
    ++line_;
}

void csv_in::skip_line()
{
    while (!at_line_end())
        ++position_;
}

void csv_in::read_quoted(std::string& field, csv_record& record)
{
    ++position_;
    while (position_ < text_.size()) {
        const char c = text_[position_++];
        if (c == '"') {
            if (position_ == text_.size() || text_[position_] != '"')
                return;
            ++position_;
        }
        if (c == '\n')
            ++line_;
        append(field, c, record);
    }
    record.fault = "has a quote that is never closed";
}

void csv_in::append(std::string& field, char c, csv_record& record)
{
    if (field.size() < field_size_max)
        field += c;
    else
        record.fault = "has a field that is far too long";
}

void csv_in::read_plain(std::string& field, csv_record& record)
{
    while (!at_line_end() && text_[position_] != ',') {
        if (text_[position_] == '"')
            record.fault = "has a quote inside a field that does not begin with one";
        append(field, text_[position_++], record);
    }
}

bool csv_in::read_field(csv_record& record)
{
    auto& field = record.fields.emplace_back();
    if (position_ < text_.size() && text_[position_] == '"')
        read_quoted(field, record);
    else
        read_plain(field, record);
    if (at_line_end() || !record.fault.empty())
        return false;
    if (text_[position_] != ',') {
        record.fault = "has text after a closing quote";
        return false;
    }
    ++position_;
    return true;
}

bool csv_in::next(csv_record& record)
{
    record.fields.clear();
    record.fault = {};
    record.line = line_;
    if (position_ == text_.size())
        return false;
    while (read_field(record)) {
        if (record.fields.size() == fields_max) {
            record.fault = "has too many fields";
            break;
        }
    }
    skip_line();
    pass_line_end();
    return true;
}

}  // namespace jamhall::codec
