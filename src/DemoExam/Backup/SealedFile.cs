using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DemoExam.Backup;

/// <summary>
/// The envelope of a backup. Head: <c>DEMOEXAM-BACKUP-1\n</c>, rounds (4 bytes, big-endian), salt (16), proof of the passphrase (16). PBKDF2 with
/// SHA-256 makes 48 bytes of passphrase, salt and rounds: key of AES-256-GCM, then the proof. After the head come chunks: length (4 bytes), as many
/// bytes of cipher text, tag (16). The nonce is 3 zero bytes, the chunk's number (8) and 1 for the last chunk, else 0; the head is authenticated with
/// every chunk. So no byte can be changed, no chunk moved, left out or added, and no end cut off, without being refused.
/// </summary>
internal static class SealedFile
{
    public const int ChunkLength = 1 << 20;

    private const int Rounds = 600_000, MostRounds = 10_000_000, SaltLength = 16, ProofLength = 16, KeyLength = 32, TagLength = 16, NonceLength = 12;

    private static ReadOnlySpan<byte> Magic => "DEMOEXAM-BACKUP-1\n"u8;

    private static int HeadLength => Magic.Length + sizeof(int) + SaltLength + ProofLength;

    /// <summary>A stream that seals what is written into it; <see cref="Writer.Complete"/> ends it.</summary>
    public static Writer Create(Stream output, string passphrase)
    {
        var head = new byte[HeadLength];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(Magic.Length), Rounds);
        RandomNumberGenerator.Fill(head.AsSpan(Magic.Length + sizeof(int), SaltLength));
        var key = Derive(head, passphrase);
        key.AsSpan(KeyLength).CopyTo(head.AsSpan(HeadLength - ProofLength));
        output.Write(head);
        return new Writer(output, key.AsSpan(0, KeyLength), head);
    }

    /// <summary>A stream of what was sealed. Whatever it gives was authenticated; only at its end is it known that nothing was cut off.</summary>
    /// <exception cref="BackupFault">The file is no backup, or the passphrase is another.</exception>
    public static Reader Open(Stream input, string passphrase)
    {
        var head = new byte[HeadLength];
        if (input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan().StartsWith(Magic)
            || BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(Magic.Length)) is < Rounds or > MostRounds)
        {
            throw new BackupFault("The file is no backup of DemoExam.");
        }

        var key = Derive(head, passphrase);
        return CryptographicOperations.FixedTimeEquals(key.AsSpan(KeyLength), head.AsSpan(HeadLength - ProofLength))
            ? new Reader(input, key.AsSpan(0, KeyLength), head)
            : throw new BackupFault("The passphrase is not the one that the backup was made with.");
    }

    private static byte[] Derive(byte[] head, string passphrase) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(passphrase.Normalize(NormalizationForm.FormC)), head.AsSpan(Magic.Length + sizeof(int), SaltLength),
        BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(Magic.Length)), HashAlgorithmName.SHA256, KeyLength + ProofLength);

    private static byte[] Nonce(long number, bool last)
    {
        var nonce = new byte[NonceLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(3), number);
        nonce[^1] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    /// <summary>Seals chunk by chunk.</summary>
    internal sealed class Writer(Stream output, ReadOnlySpan<byte> key, byte[] head) : OneWayStream
    {
        private readonly AesGcm _cipher = new(key, TagLength);
        private readonly byte[] _plain = new byte[ChunkLength], _sealed = new byte[sizeof(int) + ChunkLength + TagLength];
        private int _length;
        private long _number;

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                if (_length == ChunkLength)
                {
                    Seal(last: false);
                }

                var taken = Math.Min(buffer.Length, ChunkLength - _length);
                buffer[..taken].CopyTo(_plain.AsSpan(_length));
                _length += taken;
                buffer = buffer[taken..];
            }
        }

        /// <summary>Writes the last chunk, which says that it is the last.</summary>
        public void Complete() => Seal(last: true);

        protected override void Dispose(bool disposing)
        {
            _cipher.Dispose();
            CryptographicOperations.ZeroMemory(_plain);
            base.Dispose(disposing);
        }

        private void Seal(bool last)
        {
            BinaryPrimitives.WriteInt32BigEndian(_sealed, _length);
            _cipher.Encrypt(Nonce(_number++, last), _plain.AsSpan(0, _length), _sealed.AsSpan(sizeof(int), _length), _sealed.AsSpan(sizeof(int) + _length, TagLength), head);
            output.Write(_sealed, 0, sizeof(int) + _length + TagLength);
            _length = 0;
        }
    }

    /// <summary>Opens chunk by chunk.</summary>
    internal sealed class Reader(Stream input, ReadOnlySpan<byte> key, byte[] head) : OneWayStream
    {
        private readonly AesGcm _cipher = new(key, TagLength);
        private readonly byte[] _plain = new byte[ChunkLength], _sealed = new byte[ChunkLength + TagLength];
        private int _at, _length;
        private long _number;
        private bool _ended;

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            while (_at == _length)
            {
                if (_ended)
                {
                    return 0;
                }

                Open();
            }

            var given = Math.Min(buffer.Length, _length - _at);
            _plain.AsSpan(_at, given).CopyTo(buffer);
            _at += given;
            return given;
        }

        protected override void Dispose(bool disposing)
        {
            _cipher.Dispose();
            CryptographicOperations.ZeroMemory(_plain);
            base.Dispose(disposing);
        }

        private void Open()
        {
            var size = new byte[sizeof(int)];
            if (input.ReadAtLeast(size, size.Length, throwOnEndOfStream: false) < size.Length)
            {
                throw new BackupFault("The backup is not whole: its end was cut off.");
            }

            var length = BinaryPrimitives.ReadInt32BigEndian(size);
            if (length is < 0 or > ChunkLength)
            {
                throw Changed();
            }

            if (input.ReadAtLeast(_sealed.AsSpan(0, length + TagLength), length + TagLength, throwOnEndOfStream: false) < length + TagLength)
            {
                throw new BackupFault("The backup is not whole: its end was cut off.");
            }

            // Only the last chunk is followed by nothing.
            _ended = input.Position == input.Length;
            try
            {
                _cipher.Decrypt(Nonce(_number++, _ended), _sealed.AsSpan(0, length), _sealed.AsSpan(length, TagLength), _plain.AsSpan(0, length), head);
            }
            catch (AuthenticationTagMismatchException)
            {
                throw Changed();
            }

            (_at, _length) = (0, length);
        }

        private static BackupFault Changed() => new("The backup was changed or cut off after it was made; nothing of it is restored.");
    }

    /// <summary>A stream that only reads or only writes, without places.</summary>
    internal abstract class OneWayStream : Stream
    {
        public override bool CanRead => false;

        public override bool CanWrite => false;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

/// <summary>A backup can't be made or restored; the message says why and what to do.</summary>
internal sealed class BackupFault(string message) : Exception(message);
