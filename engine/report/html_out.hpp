// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace jamhall::report {

/// Text for element content and quoted attributes: & < > " ' are escaped, characters that no HTML
/// document may hold become U+FFFD.
void append_escaped(std::string& to, std::string_view text);

/// Somebody's words inside a sentence of ours: escaped and in <bdi>, so that their direction ends with them.
struct isolated {
    std::string_view text;
};

/// A share in words: "61 %", "under 1 %".
struct percent {
    double share = 0;
};

/// A mean in figures, with one digit after the point: "4.5".
struct decimal {
    double value = 0;
};

/// Markup that was made by html_out before.
struct made_markup {
    std::string_view html;
};

/// How the arguments of html_out::put are written. Numbers are grouped: 49,997.
void append_argument(std::string& to, std::string_view text);
void append_argument(std::string& to, isolated words);
void append_argument(std::string& to, percent value);
void append_argument(std::string& to, decimal value);
void append_argument(std::string& to, made_markup made);
void append_number(std::string& to, std::int64_t number);

template <std::integral T>
requires(!std::same_as<T, bool> && !std::same_as<T, char>) void append_argument(std::string& to, T number)
{
    append_number(to, static_cast<std::int64_t>(number));
}

/// Markup written in our own code, with a `{}` for each argument; nothing that was read can become one.
template <class... Arguments>
struct basic_markup {
    consteval basic_markup(const char* literal) : text{literal}
    {
        std::size_t gaps = 0;
        for (std::size_t i = 0; i + 1 < text.size(); ++i)
            gaps += text[i] == '{' && text[i + 1] == '}' ? 1 : 0;
        if (gaps != sizeof...(Arguments))
            throw "the markup has another number of gaps than arguments";
    }

    std::string_view text;
};

template <class... Arguments>
using markup = basic_markup<std::type_identity_t<Arguments>...>;

/// Writes HTML at the end of a string. Markup comes from literals only, everything else is escaped.
class html_out {
public:
    explicit html_out(std::string& to) : to_{to} {}

    template <class... Arguments>
    html_out& put(markup<Arguments...> pattern, const Arguments&... arguments)
    {
        std::string_view rest = pattern.text;
        (fill(rest, arguments), ...);
        to_ += rest;
        return *this;
    }

private:
    template <class Argument>
    void fill(std::string_view& rest, const Argument& argument)
    {
        const std::size_t gap = rest.find("{}");
        to_ += rest.substr(0, gap);
        append_argument(to_, argument);
        rest.remove_prefix(gap + 2);
    }

    std::string& to_;
};

}  // namespace jamhall::report
