require 'json'
require_relative "support/clock"

# Everything about time.
module Chrono
  LIMIT = 10
  autoload :Zone, 'chrono/zone'

  # A timer.
  class Timer < Base::Thing
    include Comparable
    extend Forwardable, Helpers::Format

    attr_reader :name, :owner
    attr_accessor 'state'

    Lap = Struct.new(:start, :stop) do
      def length = stop - start
    end

    class << self
      def build(*args) = new(*args)
    end

    def self.default
      @default ||= new("default")
    end

    def initialize(name, owner = nil, *rest, clock:, **options, &block)
      super(name)
      @name = name
      @clock, @ticks = clock, 0
      @@count = 1
      $last_timer = self
    end

    def <=>(other) = name <=> other.name

    def state=(value)
      @state = value
      self.name = value
    end

    def tick
      @ticks += 1
      @clock.now&.advance(@ticks)
      Lap.new(1, 2).length
    end

    alias advance tick # the same
    alias :forward :tick
    alias_method :step, :tick
    define_method(:rewind) { |by| tick - by }

    protected

    def shared; end

    private

    def secret; super; end
    public def open_again; end
  end

  class ::Outside::Inner; end
end

class Chrono::Stopwatch; end

def Chrono.now = Timer.new("now")
