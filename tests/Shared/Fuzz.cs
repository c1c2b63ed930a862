using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DemoExam.TestTools;

/// <summary>
/// Throws damaged input at a parser of foreign bytes, the same changes for the same seed. <c>DEMOEXAM_FUZZ_ROUNDS</c> multiplies the rounds of all of them
/// and <c>DEMOEXAM_FUZZ_SEED</c> begins elsewhere; a failure names the seed that gives it as the only round:
/// <c>DEMOEXAM_FUZZ_SEED=n DEMOEXAM_FUZZ_ROUNDS=0</c>. Samples with a signature are others in each run: there only the input that it prints repeats it.
/// </summary>
/// <param name="samples">Valid input to begin with.</param>
public sealed class Fuzz(params byte[][] samples)
{
    private const string RoundsVariable = "DEMOEXAM_FUZZ_ROUNDS", SeedVariable = "DEMOEXAM_FUZZ_SEED";

    // Far above what any input may take, on the busiest machine; what hangs is found all the same.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly long[] Numbers = [0, 1, -1, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    private static readonly byte[][] Openers =
        [.. new[] { "[", "<<", "(", "{\"a\":", "[[", "<a>", "\"", "\u0081", "\u00d8\u001c", "0\u0080", "$\u0080", "\u009f", "/A ", "~" }.Select(Encoding.Latin1.GetBytes)];

    /// <summary>Runs the property on changed samples and on random bytes.</summary>
    /// <param name="rounds">Rounds of a usual run: a second or so.</param>
    /// <param name="most">Most bytes that one input may make the parser allocate.</param>
    /// <param name="property">Gets the input and whether it differs from every sample; throws what is wrong.</param>
    public void Run(int rounds, long most, Action<byte[], bool> property) => Run(rounds, most, input => input, property);

    /// <summary>The same for text.</summary>
    public void RunText(int rounds, long most, Action<string, bool> property) => Run(rounds, most, Encoding.UTF8.GetString, property);

    private void Run<T>(int rounds, long most, Func<byte[], T> read, Action<T, bool> property)
    {
        var first = int.Parse(Environment.GetEnvironmentVariable(SeedVariable) ?? "1", CultureInfo.InvariantCulture);
        var times = int.Parse(Environment.GetEnvironmentVariable(RoundsVariable) ?? "1", CultureInfo.InvariantCulture);
        foreach (var sample in samples)
        {
            // What is only made once is not charged to the first damaged input.
            property(read(sample), false);
        }

        for (var seed = first; seed < first + Math.Max(1, rounds * times); seed++)
        {
            var input = Make(new Random(seed));
            var isChanged = !samples.Any(s => s.AsSpan().SequenceEqual(input));
            // Text out of bytes that are none may take more memory than its parser does.
            var given = read(input);
            var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            try
            {
                property(given, isChanged);
                (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(most, "bytes that the input made it allocate");
                watch.Elapsed.ShouldBeLessThan(Longest);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{SeedVariable}={seed} {RoundsVariable}=0: {failure.GetType().Name}: {failure.Message}\n{input.Length} bytes: {Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 8000)))}", failure);
            }
        }
    }

    private byte[] Make(Random random)
    {
        if (random.Next(20) == 0)
        {
            var noise = new byte[random.Next(4096)];
            random.NextBytes(noise);
            return noise;
        }

        var bytes = samples[random.Next(samples.Length)].ToList();
        for (var changes = 1 + (random.Next(4) * random.Next(2)); changes > 0; changes--)
        {
            Change(bytes, random);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, Random random)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)random.Next(256));
        }

        var at = random.Next(bytes.Count);
        var length = Math.Min(bytes.Count - at, 1 + random.Next(random.Next(2) == 0 ? 8 : 400));
        switch (random.Next(11))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)(random.Next(3) switch { 0 => 0, 1 => 255, _ => random.Next(256) });
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 5:
                var other = samples[random.Next(samples.Length)];
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + length)]);
                break;
            case 6:
                // A length, an offset, a count.
                var number = BitConverter.GetBytes(Numbers[random.Next(Numbers.Length)]);
                if (random.Next(2) == 0)
                {
                    Array.Reverse(number);
                }

                var width = 1 << random.Next(4);
                for (var i = 0; i < width && at + i < bytes.Count; i++)
                {
                    bytes[at + i] = number[random.Next(2) == 0 ? i : 8 - width + i];
                }

                break;
            case 7:
                // The same as text: the next number in digits.
                var digit = bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
                if (digit >= 0)
                {
                    var end = bytes.FindIndex(digit, b => b is < (byte)'0' or > (byte)'9');
                    bytes.RemoveRange(digit, (end < 0 ? bytes.Count : end) - digit);
                    bytes.InsertRange(digit, Encoding.ASCII.GetBytes(random.Next(4) == 0 ? new string('9', 1 + random.Next(400)) : Numbers[random.Next(Numbers.Length)].ToString(CultureInfo.InvariantCulture)));
                }

                break;
            case 8:
                // Deep nesting.
                var opener = Openers[random.Next(Openers.Length)];
                var depth = 1 << random.Next(15);
                bytes.InsertRange(at, Enumerable.Repeat(opener, depth).SelectMany(o => o));
                break;
            case 9:
                var noise = new byte[length];
                random.NextBytes(noise);
                bytes.InsertRange(at, noise);
                break;
            default:
                // Two stretches change places.
                var part = bytes.GetRange(at, length);
                bytes.RemoveRange(at, length);
                bytes.InsertRange(random.Next(bytes.Count + 1), part);
                break;
        }
    }
}
