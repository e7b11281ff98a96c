using System.Collections.Frozen;
using System.Text;

namespace CodeGraph.Linking.Rules;

/// <summary>
/// Member names of the languages' own collections, strings, streams and promises. A call of one on an unknown receiver is most likely
/// the library's, so a lone symbol of that name in the repository is no reason to bind it.
/// </summary>
internal static class LibraryMembers
{
    private const string Common =
        "add append apply clear clone close contains copy count create delete each empty equals execute exists exit filter find first flush format forEach get "
        + "getName hash index indexOf init insert is isEmpty items iterator join keys last len length list load lock log lower map match max message min name next "
        + "open parse path pop print push put read reduce remove replace reset resolve reverse run save send set setName size skip slice sort split start state stop "
        + "strip sum test text toString trim type unlock update upper url value values wait with write";

    private static readonly FrozenSet<string>[] ByFamily = Build();

    public static bool Contains(Family family, ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[64];
        return name.Length <= 64
            && Encoding.UTF8.TryGetChars(name, text, out var length)
            && ByFamily[(int)family].GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..length]);
    }

    /// <summary>ECMAScript's methods of containers that give one element.</summary>
    public static bool GivesElement(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("find"u8) || name.SequenceEqual("findLast"u8) || name.SequenceEqual("pop"u8) || name.SequenceEqual("shift"u8) || name.SequenceEqual("at"u8) || name.SequenceEqual("get"u8);

    /// <summary>ECMAScript's methods of containers that give some or all elements again.</summary>
    public static bool GivesElements(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("filter"u8) || name.SequenceEqual("slice"u8) || name.SequenceEqual("sort"u8) || name.SequenceEqual("reverse"u8) || name.SequenceEqual("concat"u8)
        || name.SequenceEqual("values"u8) || name.SequenceEqual("splice"u8) || name.SequenceEqual("toSorted"u8) || name.SequenceEqual("toReversed"u8);

    private static FrozenSet<string>[] Build()
    {
        var sets = new FrozenSet<string>[Families.Count];
        for (var family = 0; family < sets.Length; family++)
            sets[family] = Words(Common, (Family)family switch
            {
                Family.Python =>
                    "capitalize decode encode endswith extend fromkeys group groups info debug warning error isdigit lstrip popitem readline readlines rstrip setdefault "
                    + "splitlines startswith title union discard difference intersection call_args assert_called_with mkdir exists joinpath items keys acquire release submit result done cancel "
                    + "casefold center format_map isalnum isalpha isdecimal islower isnumeric isspace isupper ljust maketrans removeprefix removesuffix rfind "
                    + "rindex rjust rpartition partition rsplit swapcase translate zfill symmetric_difference issubset issuperset isdisjoint difference_update "
                    + "intersection_update seek tell truncate writelines fileno isatty fullmatch findall finditer groupdict isoformat strftime timestamp "
                    + "total_seconds is_file is_dir iterdir glob rglob read_text write_text read_bytes write_bytes unlink side_effect return_value "
                    + "assert_called_once assert_called_once_with assert_not_called call_count mock_calls most_common total_ordering",
                Family.EcmaScript =>
                    "addEventListener all any assign at bind call catch charAt concat emit endsWith entries every exec fill finally findIndex flat flatMap from has includes "
                    + "isArray lastIndexOf on once off padEnd padStart race reject removeEventListener repeat shift some splice startsWith stringify substr substring then "
                    + "toFixed toJSON toLowerCase toUpperCase unshift querySelector appendChild preventDefault debug info warn error "
                    + "getElementById querySelectorAll getAttribute setAttribute removeAttribute removeChild insertBefore createElement cloneNode closest innerHTML "
                    + "textContent parentNode childNodes firstChild nextSibling dispatchEvent stopPropagation currentTarget getBoundingClientRect apply "
                    + "toLocaleString codePointAt localeCompare matchAll replaceAll trimStart trimEnd reduceRight toISOString getTime getFullYear hasOwnProperty "
                    + "charCodeAt byteLength",
                Family.Jvm =>
                    "accept addAll andThen asList build charAt collect compareTo compute computeIfAbsent containsKey countDown endsWith entrySet equalsIgnoreCase fail "
                    + "flatMap getBytes getClass getKey getMessage getOrDefault getValue hashCode hasNext ifPresent intValue invoke keySet lastIndexOf limit matches of "
                    + "orElse orElseThrow peek poll printStackTrace println putAll putIfAbsent removeIf startsWith stream subscribe substring supply toArray toList "
                    + "toLowerCase toUpperCase valueOf block map info debug warn error",
                Family.DotNet =>
                    "Add AddRange Any All Append AsMemory AsTask AppendLine AsSpan Aggregate Cast Clear Close Combine Compare CompareTo Concat Contains ContainsKey Copy CopyTo Count Create Dequeue "
                    + "Dispose DisposeAsync Distinct Enqueue EndsWith Equals Except Execute Exists First FirstOrDefault Flush Format GetAwaiter GetEnumerator GetHashCode "
                    + "GetOrAdd GetResult GetType GetValue GroupBy IndexOf Insert Invoke Join Last Length Log Match Max Min MoveNext Name Next OfType OrderBy Parse Path Peek Pop Push Read "
                    + "ReadAsync Release Remove Replace Reset Resolve Reverse Run Select SelectMany Send Set Slice SetResult Single SingleOrDefault Skip Sort Split Start StartsWith Stop Sum "
                    + "Take ToArray ToDictionary ToList ToLower ToString ToUpper Trim TryAdd TryGetValue TryParse Type Union Update Value Wait WaitAsync Where Write WriteLine WriteAsync Zip",
                Family.Go =>
                    "Add Bytes Call Close Context Copy Count Done Elem Err Error Errorf Exec Fatal Fatalf Flush Format Get Handle Header Index Info Init Insert Int Kind Len Load Lock Log "
                    + "Logf Name Next Open Parse Path Peek Pop Printf Print Println Put Query RLock RUnlock Read Reset Run Scan Seek Send Set Size Sort Split Start Stop Store String Sub "
                    + "Sum Type Unlock Unwrap Value Wait Warn Write WriteString",
                Family.Rust =>
                    "and_then as_bytes as_deref as_mut as_ref as_slice as_str borrow borrow_mut bytes chain chars cloned cmp collect contains_key copied dedup deref drain ends_with entry "
                    + "enumerate eq err expect extend filter_map flat_map fmt fold from get_mut get_or_insert_with into into_iter is_empty is_err is_none is_ok is_some iter iter_mut kind "
                    + "map_err new ok ok_or or_else or_insert parse partial_cmp peek position push_str rev starts_with swap take then to_owned to_string to_vec trim try_into unwrap "
                    + "unwrap_or unwrap_or_default unwrap_or_else with_capacity zip",
                Family.C => "begin end push_back emplace_back erase find size data c_str front back str at insert swap reserve resize",
                Family.Ruby =>
                    "all any attributes call collect compact concat delete_if detect dig downcase dup each_with_index each_with_object end_with errors extend fetch flatten freeze gsub "
                    + "group_by has_key inject inspect instance_variable_get instance_variable_set key klass merge method new none nil options params present raise reject respond_to select "
                    + "shift start_with sub symbolize_keys tap to_a to_h to_i to_s to_str to_sym uniq unshift upcase zip "
                    + "class singleton_class object_id nil? is_a? kind_of? instance_of? respond_to? send public_send methods public_methods instance_variables "
                    + "instance_exec instance_eval class_eval module_eval define_method const_get const_set constants ancestors superclass instance_methods "
                    + "instance_method method_defined? frozen? itself partition each_slice each_cons each_key each_value each_pair find_all find_index filter_map "
                    + "flat_map grep max_by min_by none? all? any? one? include? member? sort_by sort! tally to_set take take_while drop drop_while rotate sample "
                    + "shuffle transpose product append prepend fill values_at assoc store key? value? has_key? has_value? fetch_values delete_at keep_if reject! "
                    + "select! map! uniq! compact! flatten! merge! transform_values transform_keys except invert to_proc chars bytes lines each_line each_char "
                    + "gsub! sub! strip! lstrip rstrip chomp chop capitalize ljust rjust tr scan match? rindex start_with? end_with? encoding force_encoding encode "
                    + "unpack bytesize byteslice ord times upto downto step round floor ceil abs zero? positive? negative? even? odd? empty? blank? present? "
                    + "presence strftime curry arity parameters lambda? synchronize alive? puts print gets rewind closed? fileno backtrace cause message "
                    + "full_message",
                Family.Php => "getMessage getCode fetch bind prepare query has all make first where",
                Family.Swift => "append contains map filter reduce forEach sorted insert remove removeAll joined dropFirst prefix suffix",
                _ => "",
            });
        return sets;
    }

    private static FrozenSet<string> Words(string a, string b) => $"{a} {b}".Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
