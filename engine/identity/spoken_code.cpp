// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/spoken_code.hpp"

#include "engine/base/random.hpp"

namespace jamhall::identity {
namespace {

constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static_assert(letters.size() == 32);

constexpr std::size_t typed_size_max = 64;
constexpr std::size_t group = 4;

}  // namespace

std::string make_spoken_code(std::size_t size)
{
    std::string made;
    while (made.size() < size)
        made += letters[base::random_number() % letters.size()];
    return made;
}

std::string normal_code(std::string_view typed)
{
    std::string made;
    for (char c : typed.substr(0, typed_size_max)) {
        if (c == ' ' || c == '-')
            continue;
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
        if (c == 'O')
            c = '0';
        if (c == 'I' || c == 'L')
            c = '1';
        made += c;
    }
    return made;
}

std::string grouped_code(std::string_view code)
{
    std::string made;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i > 0 && i % group == 0)
            made += '-';
        made += code[i];
    }
    return made;
}

base::sha256_digest hash_of_code(std::string_view code)
{
    return base::sha256{}.add("jamhall.personal_code.v1").add(code).finish();
}

}  // namespace jamhall::identity
