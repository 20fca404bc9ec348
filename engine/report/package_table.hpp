// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jamhall::report {

/// A column, with its type in the words of Frictionless Table Schema.
struct package_field {
    std::string_view name;
    std::string_view type;
    std::string_view description;
};

/// One CSV file of the package and what its columns mean.
struct package_table {
    std::string_view name;  ///< of the file, without ".csv"
    std::string_view title;
    std::vector<package_field> fields;
    std::vector<std::string_view> primary_key;  ///< none where a column of it may be empty
    std::string csv;

    std::string file() const { return std::string{name} + ".csv"; }
};

/// The header line of its CSV.
std::string header_of(const std::vector<package_field>& fields);

}  // namespace jamhall::report
