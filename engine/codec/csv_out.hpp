// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::codec {

/// Writes a CSV table (RFC 4180, CR LF) at the end of a string, cell by cell. A text cell that a
/// spreadsheet would take for a formula (it begins with = + - @, also in full width, or with tab, CR or LF) gets an
/// apostrophe in front. Source: OWASP ASVS 1.2.10.
class csv_out {
public:
    explicit csv_out(std::string& to) : to_{to} {}

    csv_out& text(std::string_view cell);
    csv_out& number(std::int64_t cell);
    csv_out& number(std::optional<std::int64_t> cell);
    /// A share, at most six digits after the point; empty for nothing.
    csv_out& share(std::optional<double> cell);
    csv_out& empty();
    csv_out& end_row();

private:
    void separate();

    std::string& to_;
    bool is_row_open_ = false;
};

}  // namespace jamhall::codec
