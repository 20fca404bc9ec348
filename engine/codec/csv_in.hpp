// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::codec {

/// One record of a CSV file, its memory reused from record to record.
struct csv_record {
    std::uint32_t line = 0;  ///< where it begins, from 1
    std::vector<std::string> fields;
    std::string_view fault;  ///< why its fields mean nothing; empty when sound

    bool is_blank() const { return fault.empty() && fields.size() == 1 && fields.front().empty(); }
};

/// Reads RFC 4180: commas, optional quotes, doubled quotes inside them, CR LF or LF, line ends inside
/// quotes; a byte order mark in front is skipped. After a fault it goes on with the next line.
class csv_in {
public:
    /// The text must outlive the reader.
    explicit csv_in(std::string_view text);

    /// The next record; false at the end. A line end after the last record makes no empty one.
    bool next(csv_record& record);

    static constexpr std::size_t fields_max = 200;
    static constexpr std::size_t field_size_max = 64 * 1024;  ///< a longer one is a fault of its record

private:
    /// Reads one field and what ends it. Returns whether another follows in this record.
    bool read_field(csv_record& record);
    void read_quoted(std::string& field, csv_record& record);
    void read_plain(std::string& field, csv_record& record);
    static void append(std::string& field, char c, csv_record& record);
    void skip_line();
    bool at_line_end() const;
    void pass_line_end();

    std::string_view text_;
    std::size_t position_ = 0;
    std::uint32_t line_ = 1;
};

}  // namespace jamhall::codec
